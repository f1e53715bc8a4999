import type { LintFinding } from "../../../advice/finding.ts";
import { variablesIn } from "../../assignments.ts";
import { instructionSource } from "../../instruction-source.ts";
import { type DockerfileInstruction, platformValues } from "../../parse-dockerfile.ts";
import { chainOf } from "../../stage-chain.ts";
import { walkStages } from "../../walk-stages.ts";
import { variablesOfBase } from "../known-bases.ts";
import { type LintContext, rangeOfLine } from "../lint-context.ts";
import { stepShell } from "../step-shell.ts";

const WHY_GLOBAL =
  "An ARG above the first FROM counts for FROM lines only; inside the stage the variable is empty. " +
  "Repeat it below FROM, without a value: ARG NAME.";
const WHY_PLATFORM =
  "Docker knows this value, but a stage sees it only after asking for it. " +
  "Add a line below FROM: ARG TARGETARCH.";
const WHY_UNKNOWN =
  "Nothing in this stage sets it and the base does not either, so Docker puts in an empty text. " +
  "Set it with ENV or ARG above this line, or correct its name.";

const expands = /^(?:ADD|COPY|ENV|EXPOSE|LABEL|STOPSIGNAL|USER|VOLUME|WORKDIR|ARG)$/;
/** Known without an ARG: BuildKit passes them on. */
const passedOn = /^(?:(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|(?:http|https|ftp|no|all)_proxy|PATH)$/;

/** Variables that are empty where they are used. BuildKit's UndefinedVar, and the same for an ARG above FROM in a RUN. */
export function undefinedVar(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const bases = new Map<number, ReadonlySet<string> | null>();
  walkStages(context.dockerfile, (stage, instruction, { variables }) => {
    if (findings.length >= 200) return;
    const found = (
      expands.test(instruction.keyword) ? inWords : instruction.keyword === "RUN" ? inShell : () => []
    )(context, instruction);
    for (const { name, range } of found) {
      if (variables.has(name) || passedOn.test(name)) continue;
      const isGlobal = context.dockerfile.globalNames.has(name);
      const isPlatform = platformValues.has(name);
      if (instruction.keyword === "RUN" && !isGlobal) continue;
      if (!bases.has(stage.index)) {
        const image = chainOf(context.dockerfile, stage.index)?.base.image;
        bases.set(stage.index, image === undefined ? null : variablesOfBase(image));
      }
      const ofBase = bases.get(stage.index) ?? null;
      if (ofBase?.has(name) === true || (ofBase === null && !isGlobal && !isPlatform)) continue;
      findings.push({
        rule: "undefined-var",
        hadolint: null,
        severity: ofBase !== null && isGlobal ? "error" : "warning",
        range: range ?? rangeOfLine(context, instruction.line),
        message: isGlobal
          ? `${name} is empty here: its ARG stands above FROM`
          : isPlatform
            ? `${name} is empty here: no ARG asks for it`
            : `Nothing sets the variable ${name}`,
        why: isGlobal ? WHY_GLOBAL : isPlatform ? WHY_PLATFORM : WHY_UNKNOWN,
        fix: null,
      });
      break;
    }
  });
  return findings;
}

interface Use {
  readonly name: string;
  readonly range: LintFinding["range"] | null;
}

function inWords(context: LintContext, instruction: DockerfileInstruction): Use[] {
  const { escape } = context.dockerfile;
  if (!instruction.text.includes("$") && !instruction.flags.some(({ value }) => value.includes("$")))
    return [];
  const source = instructionSource(context.lines, instruction.line, instruction.endLine, escape);
  return variablesIn(source.text, escape)
    .filter(({ hasOther }) => !hasOther)
    .map(({ name, at, end }) => {
      const place = source.placeOf(at);
      return {
        name,
        range: {
          startLine: place.line,
          startColumn: place.column,
          endLine: place.line,
          endColumn: place.column + end - at,
        },
      };
    });
}

function inShell(context: LintContext, instruction: DockerfileInstruction): Use[] {
  if (context.dockerfile.globalNames.size === 0) return [];
  const { commands, rangeOf, form, isPartial, text } = stepShell(context, instruction);
  // A shell that sets the name in some way of its own: read, for, source, export.
  if (form === "list" || isPartial) return [];
  if (/\bread\b|(?:^|[;&\s])(?:\.|source)\s/.test(text)) return [];
  const setHere = namesSetIn(text);
  return commands.flatMap(({ words, assignments }) =>
    [...words, ...assignments.flatMap(({ value }) => value ?? [])].flatMap((word) =>
      word.variables.filter((name) => !setHere.has(name)).map((name) => ({ name, range: rangeOf(word) })),
    ),
  );
}

/** Names with a value of the text's own: `NAME=`, `for NAME in`, `${NAME:-default}`. */
function namesSetIn(text: string): ReadonlySet<string> {
  const names = [
    ...text.matchAll(/(?<![\w$\{])([A-Za-z_]\w*)=/g),
    ...text.matchAll(/\bfor[ \t]+([A-Za-z_]\w*)/g),
    ...text.matchAll(/\$\{([A-Za-z_]\w*):?[-+=?]/g),
  ];
  return new Set(names.map(([, name = ""]) => name));
}
