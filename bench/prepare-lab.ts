import { imageOf } from "../core/lab/image-of.ts";
import type { Seat } from "../core/seat/port.ts";
import { loadStudentLab, readAnswer } from "../server/tools.ts";
import type { World } from "./bench-world.ts";
import { BENCH_STUDENT } from "./bench-world.ts";
import type { SiteClient } from "./site-client.ts";
import { readWorkspace, saveWorkspace } from "./site-client.ts";

export interface PreparedLab {
  readonly client: SiteClient;
  readonly seat: Seat;
  /** Folder in the seat with what the site sends there: the context for the command line. */
  readonly directory: string;
  /** Tag that the command line gives its image; never the site's. */
  readonly tag: string;
  /** Both tags: the site's and the command line's. */
  readonly tags: readonly string[];
}

const DIRECTORY = "/workspace/bench-by-cli";
const TAG = "bench-by-cli";

/**
 * Saves the lab's solution as the student, with `changes` on top, and puts the same files into the same seat
 * for the command line.
 */
export async function prepareLab(
  world: World,
  changes: readonly { readonly path: string; readonly content: string }[] = [],
): Promise<PreparedLab> {
  const client = await world.client();
  const seat = await world.seat();
  const lab = await loadStudentLab(world.config, BENCH_STUDENT, world.labId);
  const solution = await readAnswer(lab, "solution");
  const files = new Map([...solution, ...changes].map((file) => [file.path, file]));
  await saveWorkspace(client, world.labId, [...files.values()]);
  await seat.putFiles(DIRECTORY, await readWorkspace(client, world.labId), world.signal);
  return { client, seat, directory: DIRECTORY, tag: TAG, tags: [imageOf(lab.lab), TAG] };
}
