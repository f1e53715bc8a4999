import { type ContentProblem, describeProblem } from "../../core/course/content-problem.ts";
import { describe } from "./drop-contradictions.ts";
import type { Kept } from "./keep-edits.ts";
import type { Scenario } from "./scenario.ts";
import type { WrittenLesson } from "./write-lesson.ts";

/** What an import has and has not carried over, as Markdown. */
export function writeReport(
  scenario: Scenario,
  written: WrittenLesson,
  {
    problems,
    kept,
    added,
  }: { readonly problems: readonly ContentProblem[]; readonly kept: Kept; readonly added: readonly string[] },
): string {
  const { checks, steps, buttons, images } = written;
  const judged = checks.map(
    ({ title, expectations }) =>
      `- ${title}: ${expectations.map(({ expectation }) => describe(expectation)).join(", ")}`,
  );
  const ticked = steps.map((title) => `- ${oneLine(title)}: nobody judges it; the student ticks it off`);
  const lost = [...new Set(written.remarks.map(({ where, what }) => `- \`${where}\`: ${oneLine(what)}`))];
  const parts = [
    `# Imported: ${oneLine(scenario.title)}`,
    `A ${scenario.format}: ${count(scenario.sections.length, "section")}, ${count(buttons, "button")}, ${count(scenario.files.length, "file")}, ${count(checks.length, "check")}, ${count(steps.length, "step")} without a check. Whether you may use it is said by its licence, and nothing in it was checked.`,
    "## What did not carry over",
    lost.length === 0 ? "Everything did." : lost.join("\n"),
    "## What is checked",
    [...judged, ...ticked].join("\n"),
  ];
  if (images.length > 0) {
    const names = images.map((image) => `- ${image}${added.includes(image) ? ", new in course.yaml" : ""}`);
    parts.push("## Base images", names.join("\n"));
  }
  const edits = [
    ...kept.conflicts.map(
      (path) =>
        `- \`${path}\`: you and the source have both changed it. Yours stays; the new one is \`.import/new/${path}\`.`,
    ),
    ...kept.edited.map((path) => `- \`${path}\`: yours stays.`),
    ...kept.deleted.map((path) => `- \`${path}\`: you have deleted it, and it stays away.`),
  ];
  if (edits.length > 0) parts.push("## What you have changed since the last import", edits.join("\n"));
  if (problems.length > 0) {
    parts.push(
      "## What the linter says",
      problems.map((one) => `- ${oneLine(describeProblem(one))}`).join("\n"),
    );
  }
  parts.push(
    "## What is left to you",
    "- Read every sentence, and write the summary, objectives and facts anew.\n- `npm run course:check` proves solution and wrong answers on a real engine, and says which check cannot be passed; `solution/steps.sh` is what the text says to type.\n- Delete this file. `.import/` is what a second import compares with: without it there is none.",
  );
  return `${parts.join("\n\n")}\n`;
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
const oneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 400);
