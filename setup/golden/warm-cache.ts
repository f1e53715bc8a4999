import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { makeSeat } from "../../server/seats/make-seat.ts";
import { GOLDEN_LIMITS } from "./ensure-golden-seat.ts";
import { type CourseNeeds, readStarter } from "./read-courses.ts";

const BUILD_TIMEOUT_MS = 900_000;
const KEPT_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Builds every lab's starter once, so that the build cache of each clone holds what the starter needs. Never the
 * solution: its steps must not come from a cache. A starter that does not build is only reported.
 */
export async function warmCache(
  incus: IncusConnection,
  instance: string,
  starters: CourseNeeds["starters"],
  report: (line: string) => void,
): Promise<void> {
  const seat = makeSeat(incus, instance, GOLDEN_LIMITS);
  for (const starter of starters) {
    const files = await readStarter(starter.directory);
    // A lab whose Dockerfile is still to be written has nothing to warm.
    const recipe = files.find((file) => file.path === "Dockerfile");
    if (recipe === undefined || !/^\s*FROM\s/im.test(Buffer.from(recipe.content).toString("utf8"))) continue;
    report(`warm cache: starter of ${starter.name}`);
    const folder = `/workspace/warm-${starter.name}`;
    await seat.putFiles(folder, files);
    const build = () =>
      execInInstance(incus, instance, ["docker", "build", "--progress=plain", "--tag", "drydock-warm", "."], {
        cwd: folder,
        timeoutMs: BUILD_TIMEOUT_MS,
        maxOutputBytes: KEPT_OUTPUT_BYTES,
        onOutput: (chunk) => {
          const step = /^#\d+ \[.*$/m.exec(Buffer.from(chunk).toString("utf8"))?.[0];
          if (step !== undefined) report(`  ${step.replace(/^#\d+ /, "").slice(0, 100)}`);
        },
      });
    let built = await build();
    // A mirror that does not answer for a moment is the usual reason; what was built is in the cache already.
    for (let again = 1; again <= 2 && built.exitCode !== 0; again += 1) built = await build();
    if (built.exitCode !== 0)
      report(`starter of ${starter.name} does not build: ${built.stderr.trim().split("\n").at(-1) ?? ""}`);
    await execInInstance(incus, instance, ["docker", "image", "rm", "--force", "drydock-warm"]);
    await execInInstance(incus, instance, ["rm", "-rf", folder]);
  }
}
