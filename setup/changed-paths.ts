import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppError } from "../core/errors.ts";

const run = promisify(execFile);
/** Settings of a clone may name programs; a list of files needs none. */
const PLAIN = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

/**
 * Absolute paths below `directory` that are not as the commit has them: changed, new, deleted, committed since or not.
 * Throws an AppError where git knows no such commit, or the directory is in no repository.
 */
export async function changedPaths(directory: string, since: string): Promise<string[]> {
  const git = async (...args: readonly string[]): Promise<string[]> => {
    const { stdout } = await run("git", [...PLAIN, "-C", directory, ...args], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.split("\0").filter((line) => line !== "");
  };
  try {
    const [top = ""] = await git("rev-parse", "--show-toplevel");
    const tracked = await git("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", since, "--", ".");
    const added = await git("ls-files", "--others", "--exclude-standard", "--full-name", "-z");
    return [...tracked, ...added].map((path) => join(top.trim(), path));
  } catch (error) {
    throw new AppError("BAD_REQUEST", {
      message: `git knows no ${since} in ${directory}`,
      userMessage: `git cannot say what has changed in ${directory} since ${since}. Name a commit that it knows with --since, or leave out --changed.`,
      cause: error,
    });
  }
}
