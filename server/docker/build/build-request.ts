import type { ParsedDockerfile } from "../../../core/dockerfile/parse-dockerfile.ts";
import type { BuildStep } from "../../../core/run/build-step.ts";
import type { RunEventBody } from "../../../core/run/event.ts";
import type { SeatFile } from "../../../core/seat/port.ts";

export interface BuildRequest {
  readonly files: readonly SeatFile[];
  readonly tag: string;
  /** What RUN --mount=type=secret can have, by its id. */
  readonly secrets?: ReadonlyMap<string, Uint8Array>;
  readonly limits: { readonly logBytes: number; readonly seconds: number };
  readonly signal: AbortSignal;
  readonly emit: (event: RunEventBody) => void;
}

export type RunBuildOutcome =
  | {
      status: "built";
      imageId: string;
      steps: BuildStep[];
      dockerfile: ParsedDockerfile;
      /** Ids of the secrets that the builder has asked for. */
      askedSecrets: ReadonlySet<string>;
    }
  | { status: "failed"; message: string; line: number | null }
  | { status: "limit"; message: string; line: number | null }
  | { status: "canceled" };
