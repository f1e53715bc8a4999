import type { RunEventBody } from "../../core/run/event.ts";
import { buildImage, type BuildOutcome } from "../../server/docker/build-image.ts";
import type { AnySeat } from "../ground.ts";

const MIB = 1024 ** 2;

export interface Built {
  readonly outcome: BuildOutcome;
  readonly log: string;
  readonly ms: number;
}

/** Builds in the seat as the site does. */
export async function build(
  seat: AnySeat,
  signal: AbortSignal,
  dockerfile: string,
  limits: { readonly seconds?: number; readonly logBytes?: number } = {},
): Promise<Built> {
  const events: RunEventBody[] = [];
  const begun = performance.now();
  const outcome = await buildImage(seat, {
    files: [{ path: "Dockerfile", content: dockerfile }],
    tag: "doctor:latest",
    limits: { seconds: limits.seconds ?? 75, logBytes: limits.logBytes ?? 2 * MIB },
    signal,
    emit: (event) => events.push(event),
  });
  const log = events.map((event) => (event.type === "log" ? event.text : "")).join("");
  return { outcome, log, ms: Math.round(performance.now() - begun) };
}

export const told = (outcome: BuildOutcome) =>
  "message" in outcome ? `${outcome.status}: ${outcome.message.slice(0, 160)}` : outcome.status;

/** A RUN step whose script needs no quoting. */
export const step = (script: string, flags = "") =>
  `FROM debian:bookworm-slim\nRUN ${flags} <<'DOCTOR'\n${script}\nDOCTOR\n`;
