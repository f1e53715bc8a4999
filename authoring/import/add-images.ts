import { readFile, writeFile } from "node:fs/promises";
import { isSeq, parseDocument } from "yaml";
import { courseSchema } from "../../core/course/schema.ts";

/**
 * Adds base images to those that course.yaml names, so that every machine has them from the start. Comments and order stay.
 * @returns the images that were not there yet
 */
export async function addImages(file: string, images: readonly string[]): Promise<readonly string[]> {
  const document = parseDocument(await readFile(file, "utf8"));
  const known = document.toJS() as { images?: unknown } | null;
  const there = Array.isArray(known?.images) ? known.images.map(String) : [];
  const allowed = courseSchema.shape.images;
  const missing = images.filter((image) => !there.includes(image) && allowed.safeParse([image]).success);
  if (missing.length === 0 || document.errors.length > 0) return [];
  const list = document.get("images");
  if (isSeq(list)) for (const image of missing) list.add(image);
  else document.set("images", missing);
  await writeFile(file, document.toString({ lineWidth: 0 }));
  return missing;
}
