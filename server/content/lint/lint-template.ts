import type { FileProblem } from "../../../core/course/content-problem.ts";
import { templateText } from "../../../core/course/template-text.ts";

const TEXTS = Object.values(templateText);

/** Text of a new lesson or course that nobody has written yet. */
export function lintTemplate(text: string): FileProblem[] {
  return text.split("\n").flatMap((line, index): FileProblem[] => {
    const found = TEXTS.find((one) => line.includes(one));
    if (found === undefined) return [];
    return [
      {
        line: index + 1,
        message: `${JSON.stringify(found.length > 50 ? `${found.slice(0, 50)}…` : found)} is text of the template`,
        advice: "Write your own in its place, or remove it.",
      },
    ];
  });
}
