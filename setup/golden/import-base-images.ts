import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { dialInstance } from "../../server/seats/incus/dial.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import type { OfflineKit } from "../offline-kit/make-offline-kit.ts";

/** Puts the kit's stand-ins for the base images into the golden seat's engine, under the names of the originals. */
export async function importBaseImages(
  incus: IncusConnection,
  instance: string,
  images: OfflineKit["images"],
  report: (line: string) => void,
): Promise<void> {
  for (const image of images) {
    const [reference, ...others] = image.references;
    if (reference === undefined) continue;
    const megabytes = Math.round((await stat(image.rootfsTar)).size / 1e6);
    report(`base image ${reference} (stand-in, ${megabytes} MB)`);
    const changes = image.changes.flatMap((change) => ["-c", change]);
    const engine = await dialInstance(incus, instance, ["docker", "import", ...changes, "-", reference]);
    let said = "";
    engine.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    const ended = new Promise<void>((resolve, reject) => engine.once("end", resolve).once("error", reject));
    await pipeline(createReadStream(image.rootfsTar, { highWaterMark: 256 * 1024 }), engine, { end: true });
    await ended;
    if (!said.includes("sha256:")) throw new Error(`docker import ${reference}: ${said.slice(-500)}`);
    for (const other of others) {
      const tagged = await execInInstance(incus, instance, ["docker", "tag", reference, other]);
      if (tagged.exitCode !== 0) throw new Error(`docker tag ${reference} ${other}: ${tagged.stderr}`);
    }
  }
}
