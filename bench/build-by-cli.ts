import { z } from "zod";
import type { CancelSignal, Seat } from "../core/seat/port.ts";

export interface CliBuild {
  /** From starting the command to its end. */
  readonly totalMs: number;
  /** From starting the command to the first line that tells of a step: the engine's first word. */
  readonly firstByteMs: number;
  /** Lines that the command printed. */
  readonly lines: number;
}

const BUILD_MS = 900_000;
const answer = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

/*
 * Timed inside the seat, so that the way into it is not counted for the command. `grep` reads up to the first
 * line of a step and `wc` the rest, so that the log goes where a terminal would take it and costs no more.
 */
const SCRIPT = `
cd "$1" || exit 90
out=$(mktemp -d) || exit 91
began=$(date +%s%N)
{ docker buildx build --progress=plain --tag "$2" . 2>&1; echo $? > "$out/code"; } | {
  grep -m1 '^#1 ' > /dev/null; date +%s%N > "$out/first"; wc -l > "$out/lines"
}
ended=$(date +%s%N)
printf '[%s,%s,%s,%s,%s]' "$began" "$(cat "$out/first")" "$ended" "$(cat "$out/lines")" "$(cat "$out/code")"
rm -r "$out"
`;

/** `docker buildx build` of a folder in the seat, by the command line tool that a student would type. */
export async function buildByCli(
  seat: Pick<Seat, "exec">,
  options: { readonly directory: string; readonly tag: string; readonly signal: CancelSignal },
): Promise<CliBuild> {
  const result = await seat.exec(["sh", "-c", SCRIPT, "sh", options.directory, options.tag], {
    signal: options.signal,
    timeoutMs: BUILD_MS,
  });
  if (result.exitCode !== 0)
    throw new Error(`docker buildx build could not be timed: ${result.stderr.slice(-1000)}`);
  const [began, first, ended, lines, code] = answer.parse(JSON.parse(result.stdout));
  if (code !== 0) throw new Error(`docker buildx build ended with ${code} in the seat`);
  return { totalMs: (ended - began) / 1e6, firstByteMs: (first - began) / 1e6, lines };
}

/** The seat as if this had never been built: no cache, no image. Base images stay. */
export async function forgetBuild(
  seat: Pick<Seat, "exec">,
  tags: readonly string[],
  signal: CancelSignal,
): Promise<void> {
  for (const command of [
    ["docker", "image", "rm", "--force", ...tags],
    ["docker", "builder", "prune", "--all", "--force"],
  ]) {
    const result = await seat.exec(command, { signal, timeoutMs: 120_000 });
    if (result.exitCode !== 0 && !/no such image/i.test(result.stderr))
      throw new Error(`${command.join(" ")}: ${result.stderr.slice(-1000)}`);
  }
}
