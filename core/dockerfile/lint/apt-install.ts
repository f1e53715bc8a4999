import type { LintFinding, TextRange } from "../../advice/finding.ts";
import { allInstructions, at, rangeOfLine, rangeOfMatch, type LintContext } from "./lint-context.ts";
import { isApt, shellCommands, type ShellCommand } from "./shell-commands.ts";

const whyRecommends =
  "apt also installs what Debian recommends besides, often several times the size of what you asked for. " +
  "Say --no-install-recommends, and name what you do need.";
const whyYes =
  "apt asks whether to go on, nobody is there to answer, and the build stops. " +
  "Answer beforehand with -y.";
const whyAptGet =
  "apt is made for people at a terminal, and says itself that its options and output may change. " +
  "apt-get does the same and stays as it is.";

const saysYes = (word: string): boolean =>
  /^(--yes|--assume-yes|-[a-z]*y[a-z]*|-qq+)$/.test(word) || /assume-yes=(true|1)/i.test(word);
const leavesOut = (word: string): boolean =>
  word === "--no-install-recommends" || /install-recommends=(0|false|no)/i.test(word);

const pattern = /\bapt(-get)?\s+(-\S+\s+)*install\b/;

/** After the word `install` of the first install in the range. */
const behind = (range: TextRange) => at(range.endLine, range.endColumn);

/** How packages are asked for: with an answer, without what is only recommended, by apt-get. */
export function aptInstall(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  // What a stage brings along that is only copied from is in no image.
  const linesInImage = new Set(context.chain.instructions.map(({ line }) => line));
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(context, instruction);
    const installs = commands.filter((command) => isApt(command, "install"));
    const found = rangeOfMatch(context, instruction, pattern);
    const range = found ?? rangeOfLine(context, instruction.line);
    // With several installs in one RUN the first in the text need not be the guilty one.
    const place = found === null || installs.length !== 1 ? null : behind(found);
    const lacks = (says: (word: string) => boolean) => (command: ShellCommand) => !command.some(says);
    if (installs.some(lacks(saysYes))) {
      findings.push({
        rule: "apt-yes",
        hadolint: "DL3014",
        severity: "error",
        range,
        message: "apt-get waits for an answer that does not come",
        why: whyYes,
        fix: place === null ? null : { title: "Add -y", edits: [{ range: place, text: " -y" }] },
      });
    }
    if (linesInImage.has(instruction.line) && installs.some(lacks(leavesOut))) {
      findings.push({
        rule: "apt-recommends",
        hadolint: "DL3015",
        severity: "info",
        range,
        message: "Packages that are only recommended come along",
        why: whyRecommends,
        fix:
          place === null
            ? null
            : {
                title: "Add --no-install-recommends",
                edits: [{ range: place, text: " --no-install-recommends" }],
              },
      });
    }
    const isPlainApt = commands.some(
      ([program, action = ""]) => program === "apt" && /^(-|install|update|upgrade|remove)/.test(action),
    );
    const word = isPlainApt
      ? rangeOfMatch(context, instruction, /\bapt(?=\s+(-\S+\s+)*(install|update|upgrade|remove))/)
      : null;
    if (word !== null) {
      findings.push({
        rule: "apt-for-apt-get",
        hadolint: "DL3027",
        severity: "info",
        range: word,
        message: "apt is for people, apt-get for scripts",
        why: whyAptGet,
        fix: { title: "Use apt-get", edits: [{ range: word, text: "apt-get" }] },
      });
    }
  }
  return findings;
}
