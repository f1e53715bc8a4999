import type { HealthBeat } from "../run/health-beat.ts";

/** The program that a health check calls and the image does not have; null when that is not the matter. */
export function missingProbeTool(beats: readonly HealthBeat[]): string | null {
  for (const beat of beats.toReversed()) {
    const output = beat.output;
    const match =
      /exec: "([^"]+)": (?:executable file not found|stat [^:]+: no such file)/.exec(output) ??
      /(?:^|\n)(?:\/bin\/)?(?:ba|da|a)?sh: (?:line )?\d+: ([^\s:]+): (?:command )?not found/.exec(output) ??
      /(?:^|\n)(?:\/bin\/)?(?:ba|da|a)?sh: ([^\s:]+): (?:command )?not found/.exec(output) ??
      /can't open file '([^']+)'/.exec(output) ??
      /env: [‘'"]?([^\s’'":]+)[’'"]?: No such file/.exec(output);
    if (match?.[1] !== undefined) return match[1].slice(0, 100);
  }
  return null;
}

const OUTPUT_LENGTH = 300;

/** One beat in words: "exit code 7: curl: (7) Failed to connect ...". */
export function describeBeat(beat: HealthBeat | undefined): string {
  if (beat === undefined) return "it never ran";
  const whole = beat.output.trim().replace(/\s+/g, " ");
  // The end: that is where a traceback names the error.
  const output = whole.length > OUTPUT_LENGTH ? `…${whole.slice(-OUTPUT_LENGTH)}` : whole;
  return `exit code ${beat.exitCode}${output === "" ? ", no output" : `: ${output}`}`;
}
