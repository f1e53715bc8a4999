import type { LintFinding } from "../../advice/finding.ts";
import { readCommands } from "../../shell/read-commands.ts";
import { copyWords } from "./copy-words.ts";
import { jsonWords } from "./json-words.ts";
import { type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { startCommand } from "./start-command.ts";

const WHY_MIX =
  "Docker turns a CMD without a list into /bin/sh -c ..., and hands those words to the ENTRYPOINT as its arguments. " +
  "Write CMD as a list, too.";
const WHY_IGNORED =
  "An ENTRYPOINT without a list runs in a shell that gets nothing from CMD. " +
  "Write both as lists, or put everything into ENTRYPOINT.";
const WHY_SCRIPT =
  "The shell of the script stays the container's first process and does not pass the signal of docker stop on; after ten seconds the program is killed. " +
  "Begin the script's last command with exec.";

/** ENTRYPOINT and CMD that do not go together, and a start script that keeps its shell. */
export function startParts(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const { stage } = context.chain.instructions.at(-1) ?? { stage: -1 };
  const last = context.chain.instructions.filter((one) => one.stage === stage);
  const entry = last.findLast(({ keyword }) => keyword === "ENTRYPOINT");
  const command = last.findLast(({ keyword }) => keyword === "CMD");
  if (entry !== undefined && command !== undefined) {
    const isList = jsonWords(entry.text) !== null;
    const broken = isList && jsonWords(command.text) === null && !/^\s*\[/.test(command.text);
    // A script may well take its arguments as one command line; `sh -c` is one, as well.
    const takesAll =
      /\.sh$|sh$|-c$|entrypoint|\/init$|tini|dumb-init|catatonit|gosu|su-exec|nvidia_entrypoint/.test(
        (jsonWords(entry.text) ?? []).join(" "),
      );
    if (broken && !takesAll) {
      findings.push({
        rule: "entrypoint-cmd-mix",
        hadolint: null,
        severity: "error",
        range: rangeOfInstruction(context, command),
        message: "ENTRYPOINT is a list and gets this CMD as /bin/sh -c",
        why: WHY_MIX,
        fix: null,
      });
    } else if (
      !isList &&
      !/^\s*\[/.test(entry.text) &&
      entry.text.trim() !== "" &&
      !/\$[@*1]/.test(entry.text)
    ) {
      findings.push({
        rule: "entrypoint-cmd-mix",
        hadolint: null,
        severity: "warning",
        range: rangeOfInstruction(context, command),
        message: "The ENTRYPOINT above ignores this CMD",
        why: WHY_IGNORED,
        fix: null,
      });
    }
  }
  const start = startCommand(context);
  if (start === null || context.files === null) return findings;
  const name = start.words.find((word) => /\.(?:sh|bash)$/.test(word));
  const file = name === undefined ? undefined : copied(context, name);
  if (file === undefined || file.content.length > 20_000) return findings;
  const { commands, isPartial } = readCommands(file.content);
  const end = commands.findLast(
    ({ within }) => !within.some((one) => one === "substitution" || one === "function"),
  );
  const keeps =
    !isPartial &&
    end !== undefined &&
    !commands.some(
      ({ words }) => words[0]?.value === "exec" || words[0]?.value === "trap" || words[0]?.value === "wait",
    ) &&
    /^(?:uvicorn|gunicorn|python[\d.]*|flask|fastapi|node|npm|celery|java|mlflow|jupyter|streamlit|daphne|hypercorn)$/.test(
      end.words[0]?.value ?? "",
    );
  if (!keeps) return findings;
  findings.push({
    rule: "start-script-exec",
    hadolint: null,
    severity: "warning",
    range: rangeOfInstruction(context, start.instruction),
    message: `${file.path} starts ${end.words[0]?.value ?? "the program"} without exec`,
    why: WHY_SCRIPT,
    fix: null,
  });
  return findings;
}

/** The script of the workspace that a COPY brings there, by its name. */
function copied(context: LintContext, place: string) {
  const name = place.slice(place.lastIndexOf("/") + 1);
  const isCopied = context.chain.instructions.some(
    (one) =>
      one.keyword === "COPY" &&
      copyWords(one)?.sources.some(
        (source) =>
          /(?:^|\/)\.?$/.test(source) ||
          source.endsWith(name) ||
          place.includes(`${source.replace(/^\.\/|\/$/g, "")}/`),
      ) === true,
  );
  const files = context.files?.filter(({ path }) => path === name || path.endsWith(`/${name}`)) ?? [];
  return isCopied && files.length === 1 ? files[0] : undefined;
}
