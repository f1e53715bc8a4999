import { describeProblem, type ContentProblem } from "../../core/course/content-problem.ts";
import type { Scenario } from "./scenario.ts";
import type { WrittenLesson } from "./write-lesson.ts";

/** What an import has and has not carried over, as Markdown. */
export function writeReport(
  scenario: Scenario,
  written: WrittenLesson,
  problems: readonly ContentProblem[],
): string {
  const checks = written.checks.map(
    ({ title, expectations }) =>
      `- ${title}: ${expectations.map(({ expectation }) => nameOf(expectation)).join(", ")}`,
  );
  const lost = [...new Set(written.remarks.map(({ where, what }) => `- \`${where}\`: ${oneLine(what)}`))];
  const parts = [
    `# Imported: ${oneLine(scenario.title)}`,
    `A ${scenario.format}: ${scenario.sections.length} sections, ${scenario.files.length} files, ${checks.length} checks. Whether you may use it is said by its licence, and nothing in it was checked.`,
    "## What did not carry over",
    lost.length === 0 ? "Everything did." : lost.join("\n"),
    "## What is checked",
    checks.length === 0 ? "Nothing yet." : checks.join("\n"),
  ];
  if (problems.length > 0) {
    parts.push(
      "## What the linter says",
      problems.map((one) => `- ${oneLine(describeProblem(one))}`).join("\n"),
    );
  }
  parts.push(
    "## What is left to you",
    "- Read every sentence, and write the summary, objectives and facts anew.\n- `npm run course:check` proves solution and wrong answers on a real engine; `solution/steps.sh` is what the text says to type.\n- Delete this file.",
  );
  return `${parts.join("\n\n")}\n`;
}

function nameOf(expectation: WrittenLesson["checks"][number]["expectations"][number]["expectation"]): string {
  const { what } = expectation;
  if (what === "port") return `port ${expectation.port}`;
  if (what === "file") return `file ${expectation.path}`;
  return "name" in expectation ? `${what} ${expectation.name}` : what;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 400);
