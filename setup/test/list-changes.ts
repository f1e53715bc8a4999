import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Settings of a clone may name programs; a list of files needs none. */
const PLAIN = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

/**
 * Files of the clone that are not as `since` has them, committed or not, deleted ones included: relative to its root.
 * @throws Error in one sentence where git knows no such commit
 */
export async function listChanges(root: string, since: string): Promise<string[]> {
  const git = async (...args: readonly string[]) => {
    const { stdout } = await run("git", [...PLAIN, "-C", root, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.split("\0").filter((line) => line !== "");
  };
  try {
    const tracked = await git("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", since, "--");
    const added = await git("ls-files", "--others", "--exclude-standard", "-z");
    return [...new Set([...tracked, ...added])].sort();
  } catch (cause) {
    throw new Error(
      `git cannot say what has changed since ${since}. Name a commit that it knows with --since.`,
      {
        cause,
      },
    );
  }
}
