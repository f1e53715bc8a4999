import type { Duplex } from "node:stream";
import type { ExecResult, Seat } from "../../../core/seat/port.ts";

/** Where the student's files lie in the seat that compose runs in; bind mounts must stay inside. */
export const PROJECT_FOLDER = "/workspace/lab";
/** Outside of the project, where no mount reaches it. */
const OVERRIDE_FOLDER = "/workspace/grader";
export const OVERRIDE_FILE = `${OVERRIDE_FOLDER}/override.json`;
export const PROJECT_NAME = "drydock";

/** Runs `docker compose` over the student's file in the seat. A failure is a value: the exit code. */
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
