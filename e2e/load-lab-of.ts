import type { LoadedLab } from "../server/content/load-lab.ts";
import { loadLab } from "../server/content/load-lab.ts";
import { seedOf } from "../server/content/seed-of.ts";
import { readVariantKey } from "../server/session/session-key.ts";

const contentDir = new URL("../content", import.meta.url).pathname;

/** A lab as the site gives it to this student. */
export async function loadLabOf(studentId: string, labId: string): Promise<LoadedLab> {
  const key = await readVariantKey(process.env["E2E_DATA_DIR"] ?? "/var/lib/drydock");
  return loadLab(contentDir, labId, seedOf(key, studentId, labId));
}
