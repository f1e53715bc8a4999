import type { Duplex } from "node:stream";
import type { GradeReport } from "../../core/check/result.ts";
import type { ImageReport } from "../../core/image/report.ts";
import type { Lab } from "../../core/lab/schema.ts";
import type { AppRequest, AppResponse } from "../../core/lab/workspace.ts";
import type { RegistryAccess } from "../../core/registry/access.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";

export type Emit = (event: RunEventBody) => void;

export interface RunFile {
  readonly path: string;
  readonly content: string;
}

export type BuildOutcome =
  | { readonly status: "built"; readonly report: ImageReport }
  | { readonly status: "failed"; readonly message: string; readonly line: number | null }
  | { readonly status: "limit"; readonly message: string; readonly line: number | null }
  | { readonly status: "canceled" };

export type ContainerOutcome =
  | { readonly status: "exited"; readonly exitCode: number; readonly oomKilled: boolean }
  | { readonly status: "stopped" }
  | { readonly status: "failed"; readonly message: string };

/**
 * What a run does in a seat, as `server/docker` and `server/grading` provide it. Each takes a signal, and when
 * that fires ends soon with canceled or stopped; each throws AppError only for faults.
 */
export interface Engines {
  buildImage(
    seat: Seat<Duplex>,
    options: {
      readonly files: readonly RunFile[];
      readonly tag: string;
      /** What RUN --mount=type=secret can have, by its id. */
      readonly secrets?: ReadonlyMap<string, Uint8Array>;
      readonly limits: { readonly logBytes: number; readonly seconds: number };
      readonly signal: AbortSignal;
      readonly emit: Emit;
    },
  ): Promise<BuildOutcome>;
  runContainer(
    seat: Seat<Duplex>,
    options: {
      readonly image: string;
      readonly port: number;
      readonly signal: AbortSignal;
      readonly emit: Emit;
      readonly logBytes: number;
    },
  ): Promise<ContainerOutcome>;
  requestApp(seat: Seat<Duplex>, request: AppRequest & { readonly port: number }): Promise<AppResponse>;
  gradeWorkspace(options: {
    readonly host: SeatHost<Duplex>;
    readonly lab: Lab;
    readonly labId: string;
    readonly files: readonly RunFile[];
    /** The lab's starter, for what is judged by comparison. */
    readonly starter: readonly RunFile[];
    readonly limits: {
      readonly logBytes: number;
      readonly buildSeconds: number;
      readonly checkSeconds: number;
    };
    readonly signal: AbortSignal;
    readonly emit: Emit;
    /** The student's own seat and the lab's folder in it, for checks of its state; null when they have none. */
    readonly openStudentSeat: () => Promise<{
      readonly seat: Seat<Duplex>;
      readonly folder: string;
    } | null>;
    /** The student's way into the class registry; null where there is none. */
    readonly openRegistry: () => Promise<RegistryAccess | null>;
  }): Promise<GradeReport>;
}
