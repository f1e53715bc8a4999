import { join } from "node:path";
import type { Advice, AdviceLinks } from "../../core/advice/advice.ts";
import { otherNames } from "../../core/advice/rules.ts";

/** The advice as text, one block each, with "file:line" first so that a terminal or an editor can jump there. */
export function printAdvice(advice: readonly Advice[], links: AdviceLinks, folder: string): string {
  if (advice.length === 0) return "No advice: every practice that is looked for is followed.\n";
  const blocks = advice.map((one) => {
    const number = otherNames(one.rule, one.hadolint)
      .map((name) => `, ${name}`)
      .join("");
    const link = links[one.rule];
    return [
      `${join(folder, one.path)}:${one.line}: ${one.severity}: ${one.message} [${one.rule}${number}]`,
      `    ${one.why}`,
      ...(link === undefined ? [] : [`    lesson ${link.number}, ${link.title}: ${link.href}`]),
      "",
    ].join("\n");
  });
  const count = (severity: Advice["severity"]) => advice.filter((one) => one.severity === severity).length;
  return `${blocks.join("\n")}\nmistakes: ${count("error")}, warnings: ${count("warning")}, notes: ${count("info")}\n`;
}
