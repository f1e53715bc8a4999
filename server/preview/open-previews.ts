import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import type { Config } from "../config.ts";
import type { SessionKey } from "../session/session-key.ts";
import type { PortTarget } from "./port-agent.ts";
import { previewLabel } from "./preview-claim.ts";
import { createPreviewDoor, OPEN_PATH, type PreviewDoor } from "./preview-door.ts";
import { previewOrigin } from "./preview-host.ts";
import type { PreviewLimits } from "./preview-limits.ts";
import { PreviewTickets } from "./preview-tickets.ts";

export interface Previews {
  /**
   * A link into a preview of a port of the student's seat, or of the container of Run: works once, within a minute.
   * @param siteOrigin as the browser has it: "http://localhost:3000"
   * @param until when the session ends that asks, ms since 1970, and the preview with it; null: it has no end
   * @throws AppError CONFLICT when the seat does not run or the site has no name to give to a preview; TOO_MANY, and
   * those of the seat host
   */
  readonly openPreview: (
    studentId: string,
    target: PortTarget,
    siteOrigin: string,
    until?: number | null,
  ) => Promise<string>;
}

export interface OpenedPreviews extends Previews {
  readonly door: PreviewDoor;
}

/** Tickets, and the door that takes them. The session's key signs, so that previews end with the sessions. */
export function openPreviews(parts: {
  readonly config: Pick<Config, "PREVIEW_DOMAIN">;
  readonly key: SessionKey;
  readonly getHost: () => SeatHost<Duplex>;
  readonly limits?: Partial<PreviewLimits>;
}): OpenedPreviews {
  const { config, key, getHost } = parts;
  const tickets = new PreviewTickets();
  const limits = parts.limits === undefined ? {} : { limits: parts.limits };
  return {
    door: createPreviewDoor({ key, domain: config.PREVIEW_DOMAIN, tickets, getHost, ...limits }),
    openPreview: async (studentId, { of, port }, siteOrigin, until = null) => {
      const seat = await getHost().findSeat(studentId);
      if (seat === null) {
        throw new AppError("CONFLICT", {
          message: `preview: the seat of ${studentId} does not run`,
          userMessage: say("preview.machine-sleeps"),
        });
      }
      const secure = new URL(siteOrigin).protocol === "https:";
      const claim = { studentId, seat: seat.name, of, port, secure };
      const origin = previewOrigin(siteOrigin, previewLabel(key.now(), claim), config.PREVIEW_DOMAIN);
      return `${origin}${OPEN_PATH}?ticket=${tickets.issue(claim, until)}`;
    },
  };
}
