import type { GradeReport } from "../../core/check/result.ts";
import type { ParsedDockerfile } from "../../core/dockerfile/parse-dockerfile.ts";
import type { Lab } from "../../core/lab/schema.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { SeatFile } from "../../core/seat/port.ts";
import type { CheckLedger } from "./check-ledger.ts";

/** What every part of one grading works with. */
export interface Grading {
  readonly lab: Lab;
  readonly files: readonly SeatFile[];
  /** What the student began with. */
  readonly starter: readonly SeatFile[];
  /** Drawn for this grading, by the id that a mount asks for. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly dockerfile: ParsedDockerfile;
  readonly limits: {
    readonly logBytes: number;
    readonly buildSeconds: number;
    readonly checkSeconds: number;
  };
  /** Fires on cancel and when the time for the whole check is over. */
  readonly signal: AbortSignal;
  readonly emit: (event: RunEventBody) => void;
  readonly ledger: CheckLedger;
  /** Filled as things are found out; the report is made of it. */
  readonly found: Findings;
}

export interface Findings {
  blocking: GradeReport["blocking"];
  image: GradeReport["image"];
  run: GradeReport["run"];
}

/** Text of a log for people: without terminal escapes, the last `characters` of it. */
export function plainEnd(text: string, characters = 4000): string {
  return text
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, "")
    .slice(-characters);
}
