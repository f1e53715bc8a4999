/**
 * `npm run course:import -- FOLDER [--course COURSE] [--name NAME] [--new] [--no-check]`: makes lessons from a Docker
 * Labspace (labspace.yaml and its sections), a Killercoda scenario (index.json, steps, verify.sh), or a folder of several
 * in their order, and tells what did not carry over; the same stands in each lesson's folder as IMPORT.md. Imported once
 * more, a lesson keeps its author's edits. --new makes the course. As root it proves the new labs by course:check, unless
 * --no-check says otherwise. Exit 1 when a lesson has mistakes to mend or a check that cannot be passed.
 */
import { spawn } from "node:child_process";
import { access, appendFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type ImportedLesson, importLessons } from "../authoring/import/import-lesson.ts";
import { ImportError } from "../authoring/import/scenario.ts";
import { listCourses } from "../authoring/scaffold/list-courses.ts";
import { makeCourse } from "../authoring/scaffold/make-lesson.ts";
import { ScaffoldError } from "../authoring/scaffold/write-new.ts";
import { readConfig } from "../server/tools.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      course: { type: "string" },
      name: { type: "string" },
      new: { type: "boolean", default: false },
      "no-check": { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const [source] = positionals;
  if (source === undefined || positionals.length > 1) {
    say("usage: npm run course:import -- FOLDER [--course COURSE] [--name NAME] [--new] [--no-check]");
    return 2;
  }
  const contentDir = resolve(root, readConfig().CONTENT_DIR);
  const courses = await listCourses(contentDir);
  const course = values.course ?? (courses.length === 1 ? courses[0] : undefined);
  if (course === undefined)
    throw new ScaffoldError(
      courses.length === 0
        ? `${contentDir} has no course yet. Name the first one: --new --course NAME.`
        : `Say which course with --course. There is: ${courses.join(", ")}.`,
    );
  if (values.new && !courses.includes(course)) await makeCourse(contentDir, course);
  const lessons = await importLessons({
    source,
    contentDir,
    course,
    ...(values.name === undefined ? {} : { name: values.name }),
  });
  for (const { report, directory } of lessons) {
    say(report);
    say(`made  ${relative(process.cwd(), directory)}`);
  }
  const hasMistakes = lessons.some(({ problems }) => problems.length > 0);
  const isProved = values["no-check"] ? true : await prove(lessons);
  return hasMistakes || !isProved ? 1 : 0;
}

/** Proves the labs where there are seats, and writes what was found into each lesson's report. */
async function prove(lessons: readonly ImportedLesson[]): Promise<boolean> {
  const labs: ImportedLesson[] = [];
  for (const lesson of lessons) {
    const lab = join(lesson.directory, "labs", lesson.labId.split("/").at(-1) ?? "", "solution");
    if (
      await access(lab).then(
        () => true,
        () => false,
      )
    )
      labs.push(lesson);
  }
  if (labs.length === 0) return true;
  if (process.getuid?.() !== 0 || readConfig().SEAT_HOST === "none") {
    say(
      `Not proved yet: as root, npm run course:check -- --all --lab ${labs.map(({ labId }) => labId).join(", then --lab ")}`,
    );
    return true;
  }
  let all = true;
  for (const { labId, directory } of labs) {
    say(`course:check of ${labId}`);
    const { code, output } = await check(labId);
    const verdict =
      code === 0
        ? "Every case came out as it should."
        : code === 1
          ? "Not passable as it is:"
          : "It could not be tried:";
    const lines = output.split("\n").filter((line) => /^(?:FAIL|ok|\s{5})/.test(line));
    await appendFile(
      join(directory, "IMPORT.md"),
      `\n## What course:check found\n\n${verdict}\n\n${lines.map((line) => `    ${line}`).join("\n")}\n`,
    );
    say(output.trimEnd());
    if (code !== 0) all = false;
  }
  return all;
}

function check(labId: string): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done, fail) => {
    const args = [join(root, "setup/run-cli.mjs"), "course-check", "--all", "--lab", labId];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (piece: Buffer) => (output = (output + piece.toString()).slice(-100_000)));
    child.once("error", fail);
    child.once("close", (code) => done({ code: code ?? 2, output }));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  const words =
    error instanceof ScaffoldError || error instanceof ImportError || error instanceof TypeError
      ? error.message
      : error instanceof z.ZodError
        ? `The source is not in the format that it should be: ${z.prettifyError(error)}`
        : null;
  if (words === null) throw error;
  say(words);
  process.exitCode = 2;
}
