import type { LintFinding } from "../../advice/finding.ts";
import { copySources } from "../copy-sources.ts";
import { copyWords } from "./copy-words.ts";
import { type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { shellCommands } from "./shell-commands.ts";

const WHY =
  "/root may be entered by root alone, so that the user of the last USER line finds none of what lies there. " +
  "Install into /opt/venv or with --prefix, and copy that; --chown does not help, because the folder above stays shut.";

/** Something copied below /root in an image that then runs as somebody else. */
export function homeOfRoot(context: LintContext): LintFinding[] {
  const user = context.chain.instructions.findLast(({ keyword }) => keyword === "USER")?.text.trim();
  if (user === undefined || user === "" || /^(root|0+)(:.*)?$/i.test(user)) return [];
  const opensIt = context.chain.instructions.some(
    (instruction) =>
      instruction.keyword === "RUN" &&
      shellCommands(context, instruction).some(
        ([program, ...rest]) => program === "chmod" && rest.some((word) => /^\/root\/?$/.test(word)),
      ),
  );
  if (opensIt) return [];
  const findings: LintFinding[] = [];
  for (const instruction of context.chain.instructions) {
    if (instruction.keyword !== "COPY") continue;
    const target = copyWords(instruction)?.target ?? "";
    if (!/^\/root(\/|$)/.test(target)) continue;
    const [source] = copySources(context.dockerfile, instruction.stage, instruction);
    findings.push({
      rule: "home-of-root",
      hadolint: null,
      severity: "error",
      range: rangeOfInstruction(context, instruction),
      message: `${user.slice(0, 40)} cannot read ${target.slice(0, 60)}${source?.kind === "context" ? "" : ", wherever it came from"}`,
      why: WHY,
      fix: null,
    });
  }
  return findings;
}
