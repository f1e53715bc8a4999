import type { SyntaxNode, Word } from "unbash";
import { type Asked, fileAsked } from "./asked.ts";
import { portAsked } from "./map-address.ts";
import { askedByOutput, runningByInspect } from "./map-output.ts";
import { commandsOf } from "./read-pipeline.ts";
import { outputOf, type ShellVariables, textOf, variableOf } from "./read-variables.ts";

/** What the words of `[ ... ]` or `test ...` ask; null where they are more than one comparison. */
export function askedByTest(words: readonly Word[], variables: ShellVariables): Asked | null {
  const args = words.at(-1)?.value === "]" ? words.slice(0, -1) : [...words];
  const negated = args[0]?.value === "!";
  if (negated) args.shift();
  const [one, two, three, more] = args;
  if (more !== undefined || one === undefined) return null;
  const asked =
    three !== undefined && two !== undefined
      ? byBinary(one, two.value, three, variables)
      : two !== undefined
        ? byUnary(one.value, two, variables)
        : byUnary("-n", one, variables);
  return asked === null ? null : { ...asked, holds: asked.holds !== negated };
}

export function byUnary(operator: string, operand: Word, variables: ShellVariables): Asked | null {
  if (/^-[fes]$/.test(operator)) {
    const path = textOf(operand, variables.texts);
    return path === null ? null : fileAsked(path, null);
  }
  if (operator !== "-n" && operator !== "-z") return null;
  const output = outputOfWord(operand, variables);
  const commands = output === null ? null : commandsOf(output, variables);
  const asked = commands === null ? null : askedByOutput(commands);
  return asked === null ? null : { ...asked, holds: operator === "-n" };
}

export function byBinary(left: Word, operator: string, right: Word, variables: ShellVariables): Asked | null {
  if (!/^(?:=|==|!=|-eq|-ne)$/.test(operator)) return null;
  const output = outputOfWord(left, variables);
  const commands = output === null ? null : commandsOf(output, variables);
  if (commands === null) return null;
  const wanted = textOf(right, variables.texts);
  const holds = !/^(?:!=|-ne)$/.test(operator);
  // [[ "$OUT" == *text* ]]
  const within = /^\*"?([^*?[\]"]+)"?\*$/.exec(right.text)?.[1];
  if (within !== undefined) {
    const asked = askedByOutput([...commands, ["grep", within]]);
    return asked === null ? null : { ...asked, holds };
  }
  if (wanted === null) return null;
  const [first = []] = commands;
  if (commands.length === 1) {
    const running = runningByInspect(first);
    if (running !== null && /^(?:true|running)$/.test(wanted)) return { ...running, holds };
    const status = first.includes("-w") || first.includes("--write-out") ? portAsked(first, null) : null;
    if (status !== null && /^\d{3}$/.test(wanted)) return { ...status, status: Number(wanted), holds };
  }
  return null;
}

function outputOfWord(word: Word, { outputs }: ShellVariables): SyntaxNode | null {
  const variable = variableOf(word);
  return outputOf(word) ?? (variable === null ? null : (outputs.get(variable) ?? null));
}
