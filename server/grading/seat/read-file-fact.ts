import type { SeatFact } from "../../../core/check/seat-fact.ts";
import { isAppError } from "../../../core/errors.ts";
import type { SeatExpectation } from "../../../core/lab/seat-expectation.ts";
import { lie } from "../../docker/engine.ts";
import { readImageFile } from "../read-image-file.ts";
import type { LookingAt } from "./read-seat-fact.ts";

/** What a command writes for a check is short; more is not read. */
const MAX_BYTES = 64 * 1024;
const READ_MS = 3000;
/** Where the engine of a seat keeps its volumes (`setup/seat-image`). */
const VOLUMES = "/var/lib/docker/volumes";
/** Regular files only: a pipe would wait for ever, a folder says nothing. */
const READ = 'test -f "$1" && exec head -c "$2" -- "$1"';

/** One small file in the lab's folder, a volume or a container, by a path that the lab gives. */
export async function readFileFact(
  { seat, folder, engine, signal }: LookingAt,
  { in: place, path }: Extract<SeatExpectation, { what: "file" }>,
): Promise<SeatFact> {
  if (place !== "folder" && "container" in place) {
    const content = await readImageFile(engine, place.container, `/${path}`, signal).catch(
      (error: unknown) => {
        if (isAppError(error) || signal.aborted) throw error;
        throw lie(`the archive of ${place.container} is none`, error);
      },
    );
    return { what: "file", content: content?.slice(0, MAX_BYTES) ?? null };
  }
  const directory = place === "folder" ? folder : `${VOLUMES}/${place.volume}/_data`;
  const command = ["sh", "-c", READ, "sh", `${directory}/${path}`, String(MAX_BYTES)];
  const options = { timeoutMs: READ_MS, maxOutputBytes: 2 * MAX_BYTES, signal };
  const result = await seat.exec(command, options);
  signal.throwIfAborted();
  return { what: "file", content: result.exitCode === 0 ? result.stdout.slice(0, MAX_BYTES) : null };
}
