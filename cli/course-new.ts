/**
 * `npm run course:new -- lesson NAME --course COURSE` makes a lesson at the end of a course (and the course where it is
 * new), `npm run course:new -- lab NAME --course COURSE --lesson LESSON` a lab in a lesson. What it makes has no mistake
 * and proves something: change it bit by bit. With one course or one lesson its option may be left out.
 */
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { listCourses } from "../authoring/scaffold/list-courses.ts";
import { makeLab } from "../authoring/scaffold/make-lab.ts";
import { makeLesson } from "../authoring/scaffold/make-lesson.ts";
import { ScaffoldError } from "../authoring/scaffold/write-new.ts";
import { listLessonFolders, readConfig } from "../server/tools.ts";

const USAGE = `usage: npm run course:new -- lesson NAME [--course COURSE]
       npm run course:new -- lab NAME [--course COURSE] [--lesson LESSON]`;
const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { course: { type: "string" }, lesson: { type: "string" } },
    allowPositionals: true,
  });
  const [what, name] = positionals;
  if ((what !== "lesson" && what !== "lab") || name === undefined || positionals.length > 2) {
    say(USAGE);
    return 2;
  }
  const contentDir = resolve(root, readConfig().CONTENT_DIR);
  const course = values.course ?? only("course", await listCourses(contentDir));
  const { made, proof } =
    what === "lesson" ? { made: await makeLesson(contentDir, course, name), proof: "" } : await make(course);
  for (const file of made) say(`made  ${relative(process.cwd(), file)}`);
  say("");
  say(
    `npm run course:lint -- --course ${course}    tells what is wrong, also while you write: npm run author`,
  );
  if (proof !== "") say(`${proof}    proves its answers on a real engine`);
  return 0;

  async function make(of: string): Promise<{ made: string[]; proof: string }> {
    const lessons = ((await listLessonFolders(contentDir, of)) ?? []).map(({ slug }) => slug);
    const lesson = values.lesson ?? only("lesson", lessons);
    const id = `${of}/${lesson.replace(/^\d{2,3}-/, "")}/${name ?? ""}`;
    return {
      made: await makeLab(contentDir, of, lesson, name ?? ""),
      proof: `npm run course:check -- --all --lab ${id}`,
    };
  }
}

function only(what: string, names: readonly string[]): string {
  const [one] = names;
  if (one !== undefined && names.length === 1) return one;
  const there = names.length === 0 ? "" : ` There is: ${names.join(", ")}.`;
  throw new ScaffoldError(`Say which ${what} with --${what}.${there}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ScaffoldError) && !(error instanceof TypeError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
