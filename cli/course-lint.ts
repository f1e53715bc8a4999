/**
 * `npm run course:lint [-- --course docker-for-ml] [--lesson first-dockerfile] [--json]`: every mistake in the courses,
 * by file and line, with what to do. Needs no seats. Last line: how many; exit 0 when there is none, 1 when there are, 2 when
 * there is no such course or lesson.
 */
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findScopeFault } from "../authoring/lint/find-scope-fault.ts";
import { describeProblem } from "../core/course/content-problem.ts";
import { lintContent, readConfig } from "../server/tools.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    course: { type: "string" },
    lesson: { type: "string" },
  },
});
const contentDir = resolve(root, readConfig().CONTENT_DIR);
const fault = await findScopeFault(contentDir, values);
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exit(2);
}
const problems = await lintContent(contentDir, {
  publicDir: join(root, "public"),
  ...(values.course === undefined ? {} : { course: values.course }),
  ...(values.lesson === undefined ? {} : { lesson: values.lesson }),
});
if (values.json) process.stdout.write(`${JSON.stringify(problems)}\n`);
else {
  // Paths from where somebody stands, so that a terminal opens them by a click.
  const from = relative(process.cwd(), contentDir);
  for (const problem of problems) {
    process.stdout.write(`${describeProblem({ ...problem, file: join(from, problem.file) })}\n`);
  }
  const count = `${problems.length} ${problems.length === 1 ? "mistake" : "mistakes"}`;
  process.stdout.write(problems.length === 0 ? "no mistakes\n" : `${count}\n`);
}
process.exitCode = problems.length === 0 ? 0 : 1;
