import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LabCase } from "./lab-cases.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What a grade depends on besides the files of the case: the grader, and what the seats are made of. */
const SOURCES = [
  "core",
  "server/docker",
  "server/grading",
  "authoring/check",
  "setup/offline-kit",
  "setup/golden",
  "setup/seat-image",
];

/**
 * Remembers which cases came out as expected, by the hash of everything that the outcome depends on, so that a
 * broken-off or repeated course check goes on where it stood. Only good outcomes are kept.
 */
export class KeptResults {
  readonly #directory: string;
  readonly #grader: string;

  private constructor(directory: string, grader: string) {
    this.#directory = directory;
    this.#grader = grader;
  }

  static async open(dataDirectory: string, seatHost: string): Promise<KeptResults> {
    const directory = join(dataDirectory, "course-check");
    await mkdir(directory, { recursive: true });
    const hash = createHash("sha256").update(seatHost);
    for (const source of SOURCES) await hashFolder(hash, source);
    return new KeptResults(directory, hash.digest("hex"));
  }

  async has(labCase: LabCase): Promise<boolean> {
    return (await readFile(this.#pathOf(labCase)).catch(() => null)) !== null;
  }

  async keep(labCase: LabCase): Promise<void> {
    const path = this.#pathOf(labCase);
    // Two course checks may prove the same case at once.
    const beside = `${path}.${randomUUID()}`;
    await writeFile(beside, `${labCase.lab.id} ${labCase.name}\n`);
    await rename(beside, path);
  }

  #pathOf(labCase: LabCase): string {
    const { lab, files, steps, expected } = labCase;
    const hash = createHash("sha256").update(JSON.stringify([this.#grader, lab.lab, files, steps, expected]));
    return join(this.#directory, hash.digest("hex"));
  }
}

async function hashFolder(hash: ReturnType<typeof createHash>, folder: string): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await hashFolder(hash, path);
    else if (entry.isFile() && !/\.(?:test|real|contract)\.tsx?$/.test(entry.name)) {
      hash.update(`${path}\0`).update(await readFile(join(root, path)));
    }
  }
}
