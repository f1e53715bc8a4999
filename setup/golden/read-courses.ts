import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Variant } from "../../core/lab/variants.ts";
import { COMMON_SEED, drawVariant, fillText, variantsSchema } from "../../core/lab/variants.ts";
import type { SeatFile } from "../../core/seat/port.ts";

export interface CourseNeeds {
  /** Images that the courses build on, from `images` of each course.yaml. */
  readonly images: readonly string[];
  readonly starters: readonly { readonly name: string; readonly directory: string }[];
}

const labShape = z.looseObject({ variants: variantsSchema });
const coldShape = z.looseObject({ warm: z.literal(false) });
const courseShape = z.object({ images: z.array(z.string()).default([]) });

/** What the golden seat has to hold so that the courses' labs work and begin warm. */
export async function readCourses(contentDirectory: string): Promise<CourseNeeds> {
  const images = new Set<string>();
  const starters: { name: string; directory: string }[] = [];
  for (const course of await folders(contentDirectory)) {
    const text = await readFile(path.join(course, "course.yaml"), "utf8").catch(() => null);
    if (text === null) continue;
    for (const image of courseShape.parse(parse(text)).images) images.add(image);
    for (const lesson of await folders(course))
      for (const lab of await folders(path.join(lesson, "labs"))) {
        if (await staysCold(path.join(lab, "lab.yaml"))) continue;
        starters.push({
          name: path.relative(contentDirectory, lab).replaceAll(/[^a-z0-9]+/gi, "-"),
          directory: path.join(lab, "starter"),
        });
      }
  }
  return { images: [...images].sort(), starters };
}

/** All regular files of a starter, as they are put into a seat; where the lab has variants, those of nobody in particular. */
export async function readStarter(directory: string): Promise<SeatFile[]> {
  const variant = await readVariant(path.join(directory, "..", "lab.yaml"));
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  return await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const content = await readFile(file);
        const filled =
          variant === null ? content : Buffer.from(fillText(content.toString("utf8"), variant).text);
        return { path: path.relative(directory, file), content: filled };
      }),
  );
}

/** A starter that is large or slow on purpose would weigh in every seat, and show nothing any more. */
async function staysCold(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^warm:/m.test(text) && coldShape.safeParse(parse(text)).success;
}

/** Null for a lab that is the same for everybody. A lab.yaml with a mistake is told by the site, not here. */
async function readVariant(file: string): Promise<Variant | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  if (!/^variants:/m.test(text)) return null;
  const lab = labShape.safeParse(parse(text));
  return lab.success ? drawVariant(lab.data.variants, COMMON_SEED) : null;
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(directory, entry.name))
    .sort();
}
