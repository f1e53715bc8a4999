import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";

/**
 * Deletes a folder and all below it, in which another user may be at work. Node's own `rm` goes by paths, so that root
 * could be led elsewhere by a folder that becomes a link half-way; coreutils' goes by handles.
 */
export async function removeTree(directory: string): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
    return;
  }
  // A PostgreSQL that is ending may still be writing there.
  for (let tries = 5; ; tries -= 1) {
    const said = await run("rm", ["-rf", "--one-file-system", "--", directory]);
    if (said === null) return;
    if (tries === 1) throw new Error(`${directory} could not be deleted: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What a program said when it failed; null when it did not. */
function run(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-500)));
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0 ? null : said.trim()));
  });
}
