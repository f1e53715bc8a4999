import type { Duplex } from "node:stream";
import type { ComposeProject } from "../../../core/compose/policy-values.ts";
import type { ExecResult, Seat, SeatFile } from "../../../core/seat/port.ts";

/** Where the student's files lie in the seat that compose runs in; bind mounts must stay inside. */
export const PROJECT_FOLDER = "/workspace/lab";
/** Outside of the project, where no mount reaches it. */
const OVERRIDE_FOLDER = "/workspace/grader";
const OVERRIDE_FILE = `${OVERRIDE_FOLDER}/override.json`;
/** The whole stack as it was judged; what containers do to the project's files changes nothing of it. */
export const STACK_FILE = `${OVERRIDE_FOLDER}/stack.json`;
export const PROJECT_NAME = "drydock";

/** Runs `docker compose` over a file in the seat: the student's, or the judged stack. A failure is an exit code. */
export function compose(
  seat: Seat<Duplex>,
  file: string,
  command: readonly string[],
  options: { readonly signal: AbortSignal; readonly timeoutMs: number; readonly override?: boolean },
): Promise<ExecResult> {
  const files = options.override === true ? ["-f", file, "-f", OVERRIDE_FILE] : ["-f", file];
  return seat.exec(
    [
      ...["docker", "compose", "--ansi", "never", "--progress", "plain"],
      ...["--project-directory", PROJECT_FOLDER, "-p", PROJECT_NAME],
      ...files,
      ...command,
    ],
    {
      cwd: PROJECT_FOLDER,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      maxOutputBytes: 2 * 1024 * 1024,
      // Nothing of the file may be fetched from elsewhere while it is read.
      environment: { COMPOSE_EXPERIMENTAL_GIT_REMOTE: "0", COMPOSE_EXPERIMENTAL_OCI_REMOTE: "0" },
    },
  );
}

/** The student's files as the policy sees them. */
export function projectOf(files: readonly SeatFile[]): ComposeProject {
  return { folder: PROJECT_FOLDER, files: files.map(({ path }) => path) };
}

/** Puts the judged stack where no mount reaches it. */
export async function writeStack(seat: Seat<Duplex>, stack: unknown, signal: AbortSignal): Promise<void> {
  await seat.putFiles(OVERRIDE_FOLDER, [{ path: "stack.json", content: JSON.stringify(stack) }], signal);
}

/** Puts the grader's own settings beside the student's file; JSON is YAML. */
export async function writeOverride(
  seat: Seat<Duplex>,
  override: unknown,
  signal: AbortSignal,
): Promise<void> {
  await seat.putFiles(
    OVERRIDE_FOLDER,
    [{ path: "override.json", content: JSON.stringify(override) }],
    signal,
  );
}
