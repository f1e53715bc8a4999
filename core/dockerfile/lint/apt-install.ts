import type { LintFinding, LintFix } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { at, type LintContext, rangeOfLine } from "./lint-context.ts";
import { proveStep } from "./prove-step.ts";
import { aptRequest, type StepCommand, stepCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY_RECOMMENDS =
  "apt also installs what Debian recommends, often several times the size of what you asked for. " +
  "Add --no-install-recommends, and name the packages you do need.";
const WHY_YES =
  "apt asks whether to continue, nobody is there to answer, and the build stops. " +
  "Answer in advance with -y.";
const WHY_APT_GET =
  "apt is made for people at a terminal, and warns that its options and output may change. " +
  "Use apt-get in scripts: it does the same and stays as it is.";

const saysYes = (word: string): boolean =>
  /^(--yes|--assume-yes|--force-yes|--trivial-only|-[a-z]*y[a-z]*|-[a-z]*q[a-z]*q[a-z]*|-q=[2-9]|--quiet=[2-9]|--download-only|-[a-z]*d[a-z]*|--simulate|--dry-run|-[a-z]*s[a-z]*)$/.test(
    word,
  ) || /assume-yes[ =]*(true|yes|1)/i.test(word);
const leavesOut = (word: string): boolean =>
  word === "--no-install-recommends" || /install-recommends[ =]*["']?(0|false|no)/i.test(word);

/** What is said once for all later installs: a file for apt's settings, or apt-config. */
const setsYes = /assume-yes/i;
const setsRecommends = /install-recommends/i;

/** How packages are asked for: with an answer, without what is only recommended, by apt-get. */
export function aptInstall(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  // What a stage brings along that is only copied from is in no image.
  const linesInImage = new Set(context.chain.instructions.map(({ line }) => line));
  let yesIsSet = false;
  let recommendsAreSet = false;
  for (const instruction of context.dockerfile.stages.flatMap((stage) => stage.instructions)) {
    // Files of apt.conf.d may say either, and what they hold may be nowhere to be seen.
    const copiesSettings = /^(COPY|ADD)$/.test(instruction.keyword) && /apt\.conf/.test(instruction.text);
    yesIsSet ||= copiesSettings;
    recommendsAreSet ||= copiesSettings;
    if (instruction.keyword !== "RUN") continue;
    const { rangeOf, isPartial } = stepShell(context, instruction);
    const commands = stepCommands(context, instruction);
    const writesSettings = commands.some(({ words }) => /^(echo|printf|cat|tee)$/.test(words[0] ?? ""));
    yesIsSet ||= writesSettings && setsYes.test(instruction.text);
    recommendsAreSet ||= writesSettings && setsRecommends.test(instruction.text);
    const installs = commands.filter(({ words }) => aptRequest(words)?.action === "install");
    const place = ({ parts, words }: StepCommand) => {
      const verb = parts[words.indexOf("install")];
      const first = parts[0];
      return first === undefined || verb === undefined
        ? rangeOfLine(context, instruction.line)
        : rangeOf({ start: first.start, end: verb.end });
    };
    const silent = isPartial
      ? undefined
      : installs.find((one) => !one.words.some(saysYes) && !isAnswered(one) && !hasUnknownOptions(one));
    if (silent !== undefined && !yesIsSet) {
      findings.push({
        rule: "apt-yes",
        hadolint: "DL3014",
        severity: "error",
        range: place(silent),
        message: "apt-get waits for an answer that never comes",
        why: WHY_YES,
        fix: addOption(context, instruction, silent, "-y"),
      });
    }
    const greedy = installs.find((one) => !one.words.some(leavesOut) && !hasUnknownOptions(one));
    if (greedy !== undefined && !recommendsAreSet && linesInImage.has(instruction.line)) {
      findings.push({
        rule: "apt-recommends",
        hadolint: "DL3015",
        severity: "info",
        range: place(greedy),
        message: "Packages that are only recommended come along",
        why: WHY_RECOMMENDS,
        fix: addOption(context, instruction, greedy, "--no-install-recommends"),
      });
    }
    const plain = commands.find(
      ({ words }) =>
        words[0] === "apt" &&
        /^(install|update|upgrade|full-upgrade|remove|purge|autoremove|clean)$/.test(
          aptRequest(words)?.action ?? "",
        ),
    );
    const word = plain?.parts[0];
    if (plain === undefined || word === undefined) continue;
    const range = rangeOf(word);
    findings.push({
      rule: "apt-for-apt-get",
      hadolint: "DL3027",
      severity: "info",
      range,
      message: "apt is for people, apt-get for scripts",
      why: WHY_APT_GET,
      fix:
        plain.written.within.includes("nested") || word.text !== "apt"
          ? null
          : { title: "Use apt-get", edits: [{ range, text: "apt-get" }] },
    });
  }
  return findings;
}

/** `yes | apt-get install x`, `apt-get install x < answers` */
const isAnswered = ({ written }: StepCommand): boolean =>
  (written.within.includes("pipe") && written.pipe.index > 0) ||
  written.redirects.some(({ operator }) => operator.startsWith("<"));

/** A variable in front of the packages' names may hold any option. */
const hasUnknownOptions = ({ parts }: StepCommand): boolean =>
  parts.some(({ isLiteral, value, text }) => !isLiteral && !text.startsWith('"') && /^\$/.test(value));

function addOption(
  context: LintContext,
  instruction: DockerfileInstruction,
  { parts, words, written }: StepCommand,
  option: string,
): LintFix | null {
  const verb = parts[words.indexOf("install")];
  if (verb === undefined || written.within.includes("nested")) return null;
  const step = stepShell(context, instruction);
  const end = step.rangeOf(verb);
  const word = step.form === "list" ? JSON.stringify(option) : option;
  const text = step.form === "list" ? `, ${word}` : ` ${word}`;
  const index = step.commands.indexOf(written);
  const behind = written.words.indexOf(verb) + 1;
  return proveStep(
    context,
    instruction,
    { title: `Add ${option}`, edits: [{ range: at(end.endLine, end.endColumn), text }] },
    (before) =>
      before.map((one, at) => (at === index ? { ...one, words: one.words.toSpliced(behind, 0, word) } : one)),
  );
}
