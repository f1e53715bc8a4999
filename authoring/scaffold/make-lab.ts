import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nearName } from "../../core/course/near-name.ts";
import { listLessonFolders } from "../../server/tools.ts";
import { labTemplate } from "./lab-template.ts";
import { requireSlug } from "./make-lesson.ts";
import { schemaLine } from "./schema-line.ts";
import { ScaffoldError, writeNew } from "./write-new.ts";

/** Makes a lab in a lesson and names it there. Answers with the files. */
export async function makeLab(
  contentDir: string,
  course: string,
  lesson: string,
  name: string,
): Promise<string[]> {
  requireSlug(name);
  const lessons = await listLessonFolders(contentDir, course);
  if (lessons === null)
    throw new ScaffoldError(`There is no course ${course}. Make it with its first lesson.`);
  // People copy the folder's name, number and all.
  const wanted = lesson.replace(/^\d{2,3}-/, "");
  const slugs = lessons.map((one) => one.slug);
  const folder = lessons.find((one) => one.slug === wanted);
  if (folder === undefined) {
    const near = nearName(wanted, slugs);
    const hint = near === null ? `There is: ${slugs.join(", ")}.` : `Did you mean ${near}?`;
    throw new ScaffoldError(`${course} has no lesson ${wanted}. ${hint}`);
  }
  const directory = join(folder.directory, "labs", name);
  const made = await writeNew(directory, labTemplate(name, schemaLine(join(directory, "lab.yaml"), "lab")));
  await nameLab(join(folder.directory, "lesson.mdx"), name);
  return made;
}

/** Writes the lab into the front matter; a lesson that has one gets it beside that one. */
async function nameLab(file: string, name: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const end = text.indexOf("\n---", 3);
  if (!text.startsWith("---") || end === -1) {
    throw new ScaffoldError(`${file} has no front matter to name the lab in. Write "lab: ${name}" there.`);
  }
  const matter = text.slice(0, end);
  if (/^labs?:/m.test(matter)) {
    throw new ScaffoldError(`The lab is made. ${file} names another already: name ${name} there by hand.`);
  }
  await writeFile(file, `${matter}\nlab: ${name}${text.slice(end)}`);
}
