import type { LintFinding } from "../../advice/finding.ts";
import { chainOf } from "../stage-chain.ts";
import { isPlainBase } from "./known-bases.ts";
import { type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { programName, stepCommands } from "./shell-commands.ts";

const WHY =
  "The container does not start: Docker finds no such name in /etc/passwd. " +
  "Make the user above (RUN useradd --create-home NAME), or name a number: USER 1000.";
const WHY_LARGE =
  "useradd writes a log file as long as the number is large, some hundred megabytes that Docker stores. " +
  "Add --no-log-init.";

/** Names that every Debian, Ubuntu and Alpine has. */
const always =
  /^(?:root|daemon|bin|sys|sync|games|man|lp|mail|news|uucp|proxy|www-data|backup|list|irc|gnats|nobody|_apt|operator|guest|ftp|sshd|node|ubuntu|adm|shutdown|halt)$/;

const invented =
  /^(?:app|apps|appuser|app-user|app_user|user|myuser|nonroot|non-root|worker|django|flask|fastapi|streamlit|runner|developer|student|ml|mluser|model|api|service|python|trainer)$/;

/** USER with a name that nothing makes, and useradd with a large number. */
export function userNotMade(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    const chain = chainOf(context.dockerfile, stage.index);
    if (chain === null) continue;
    const users = stage.instructions.filter(({ keyword }) => keyword === "USER");
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "RUN") continue;
      const large = stepCommands(context, instruction).some(
        ({ words }) =>
          words[0] === "useradd" &&
          !words.some((word) => /^(?:--no-log-init|-[a-zA-Z]*l[a-zA-Z]*)$/.test(word)) &&
          words.some(
            (word, index) => /^\d{6,}$/.test(word) && /^(?:-[a-zA-Z]*u|--uid)$/.test(words[index - 1] ?? ""),
          ),
      );
      if (large) {
        findings.push({
          rule: "useradd-large-uid",
          hadolint: "DL3046",
          severity: "info",
          range: rangeOfInstruction(context, instruction),
          message: "useradd with a large number makes a large log",
          why: WHY_LARGE,
          fix: null,
        });
      }
    }
    if (users.length === 0 || !isPlainBase(chain)) continue;
    // A package, a script or a copied /etc/passwd may make it: only where nothing of the kind is there is it known.
    const runs = chain.instructions.filter(({ keyword }) => keyword === "RUN");
    const isOpen =
      chain.instructions.some(
        ({ keyword, text }) =>
          (keyword === "COPY" || keyword === "ADD") && /\/etc\/?(?:\s|$)|passwd|\s\/\s*$/.test(text),
      ) ||
      runs.some(
        (run) =>
          stepCommands(context, run).some(
            ({ words }) =>
              /^(?:sh|bash|dpkg|groupmod|usermod|make|addgroup|curl|tee|sed|cp|mv|cat|echo|printf)$/.test(
                programName(words[0] ?? ""),
              ) || /\.sh$|^\.?\//.test(words[0] ?? ""),
          ) || /passwd|useradd.*\$|adduser.*\$/.test(run.text),
      );
    const installs = runs.some((run) =>
      stepCommands(context, run).some(({ words }) =>
        /^(?:apt-get|apt|apk)$/.test(programName(words[0] ?? "")),
      ),
    );
    const makes = (name: string): boolean =>
      runs.some((run) =>
        stepCommands(context, run).some(
          ({ words }) =>
            /^(?:useradd|adduser|newusers|addgroup)$/.test(programName(words[0] ?? "")) &&
            words.includes(name),
        ),
      );
    for (const instruction of users) {
      const name = (instruction.words[0] ?? "").replace(/:.*$/, "").replace(/^["']|["']$/g, "");
      if (
        name === "" ||
        /[$#{]/.test(name) ||
        /^\d+$/.test(name) ||
        always.test(name) ||
        isOpen ||
        makes(name)
      )
        continue;
      // A package brings the user of its own service, never one with such a name.
      if (installs && !invented.test(name)) continue;
      findings.push({
        rule: "user-not-made",
        hadolint: null,
        severity: "error",
        range: rangeOfInstruction(context, instruction),
        message: `Nothing makes the user ${name.slice(0, 40)}`,
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
