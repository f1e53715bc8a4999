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

/**
 * End of a log for people, where the error is: the last `characters` and `lines` of it as whole lines, without
 * terminal escapes, and of a line that was drawn again and again (a progress bar) the last state.
 */
export function plainEnd(text: string, characters = 4000, lines = Infinity): string {
  const plain = text
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, "")
    .split("\n")
    .map((line) => line.replace(/\r+$/, ""))
    .map((line) => line.slice(line.lastIndexOf("\r") + 1));
  while (plain.length > 1 && plain.at(-1)?.trim() === "") plain.pop();
  const kept: string[] = [];
  let left = characters;
  for (const line of plain.slice(-lines).toReversed()) {
    if (line.length >= left && kept.length > 0) break;
    kept.unshift(line.slice(-left));
    left -= line.length + 1;
  }
  const end = kept.join("\n");
  return end !== "" && text.endsWith("\n") ? `${end}\n` : end;
}
