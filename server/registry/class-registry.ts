import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import { type DeletePushedRequest, type PushedImages, registryListing } from "../../core/registry/listing.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { askRegistry } from "./ask-registry.ts";

/**
 * What a student has pushed. The registry is asked from within their own seat and with their own credential: the
 * web process has no other way to it. What comes back is the seat's claim, shown to its own student alone.
 */
export class ClassRegistry {
  readonly #getHost: () => SeatHost<Duplex>;

  /** `getHost` throws AppError SEAT_HOST_MISSING. */
  constructor(getHost: () => SeatHost<Duplex>) {
    this.#getHost = getHost;
  }

  /** Looking neither wakes the seat nor keeps it awake. */
  async list(studentId: string): Promise<PushedImages> {
    const host = this.#getHost();
    const access = await host.getRegistryAccess(studentId);
    if (access === null) return { prefix: null, listing: null };
    const prefix = `${access.host}/${access.name}`;
    const seat = await host.findSeat(studentId, { watching: true });
    if (seat === null) return { prefix, listing: null };
    const answer = await askRegistry(seat, access, "GET", "/mine");
    const listing = answer.status === 200 ? registryListing.safeParse(parseJson(answer.body)) : null;
    if (listing?.success !== true) throw silent(`GET /mine: ${answer.status}`);
    return { prefix, listing: listing.data };
  }

  /** Deletes an image with its tags. One that is gone already is no error; CONFLICT when the seat sleeps. */
  async delete(studentId: string, { repository, digest }: DeletePushedRequest): Promise<void> {
    const host = this.#getHost();
    const access = await host.getRegistryAccess(studentId);
    const seat = access === null ? null : await host.findSeat(studentId);
    if (access === null || seat === null)
      throw new AppError("CONFLICT", {
        message: `delete from the registry: the seat of ${studentId} does not run`,
        userMessage: say("registry.machine-sleeps"),
      });
    const { status } = await askRegistry(seat, access, "DELETE", `/v2/${repository}/manifests/${digest}`);
    if (status !== 202 && status !== 404) throw silent(`DELETE ${repository}: ${status}`);
  }
}

const silent = (message: string) =>
  new AppError("SEAT_UNAVAILABLE", {
    message,
    userMessage: say("registry.silent"),
  });
