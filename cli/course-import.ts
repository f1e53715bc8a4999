/**
 * `npm run course:import -- FOLDER [--course COURSE] [--name NAME]`: makes a lesson from a Docker Labspace (labspace.yaml
 * and its sections) or a Killercoda scenario (index.json, steps, verify.sh), and tells what did not carry over; the same
 * stands in the lesson's folder as IMPORT.md. Exit 1 when the lesson has mistakes to mend.
 */
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { listCourseSlugs, readConfig } from "../server/index.ts";
import { importLesson } from "./import/import-lesson.ts";
import { ScaffoldError } from "./scaffold/write-new.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { course: { type: "string" }, name: { type: "string" } },
    allowPositionals: true,
  });
  const [source] = positionals;
  if (source === undefined || positionals.length > 1) {
    say("usage: npm run course:import -- FOLDER [--course COURSE] [--name NAME]");
    return 2;
  }
  const contentDir = resolve(root, readConfig().CONTENT_DIR);
  const courses = await listCourseSlugs(contentDir);
  const course = values.course ?? (courses.length === 1 ? courses[0] : undefined);
  if (course === undefined)
    throw new ScaffoldError(`Say which course with --course. There is: ${courses.join(", ")}.`);
  const made = await importLesson({
    source,
    contentDir,
    course,
    ...(values.name === undefined ? {} : { name: values.name }),
  });
  say(made.report);
  say(`made  ${relative(process.cwd(), made.directory)}`);
  return made.problems.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const words =
    error instanceof ScaffoldError || error instanceof TypeError || error instanceof SyntaxError
      ? error.message
      : error instanceof z.ZodError
        ? `The source is not in the format that it should be: ${z.prettifyError(error)}`
        : null;
  if (words === null) throw error;
  say(words);
  process.exitCode = 2;
}
