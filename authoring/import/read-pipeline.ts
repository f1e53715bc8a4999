import type { Command, SyntaxNode, Word } from "unbash";
import { type ShellVariables, textOf } from "./read-variables.ts";

/** The commands of a pipeline as their words; null where a word is not known. */
export function commandsOf(node: SyntaxNode, variables: ShellVariables): string[][] | null {
  if (node.type === "Statement" || node.type === "Redirected") return commandsOf(node.command, variables);
  const nodes = node.type === "Pipeline" ? node.commands : [node];
  const commands: string[][] = [];
  for (const one of nodes) {
    if (one.type !== "Command" || one.name === undefined) return null;
    const args = wordsOf(one);
    if (args === null) return null;
    const isTest =
      one.name.value === "[" || one.name.value === "test" || (one.name.value === "echo" && nodes.length > 1);
    const words = [one.name, ...args].map((word) =>
      isTest ? (textOf(word, variables.texts) ?? word.text) : textOf(word, variables.texts),
    );
    if (words.some((word) => word === null)) return null;
    const known = words.map((word) => word ?? "");
    if (known[0] === "sudo") known.shift();
    if (known[0] === "podman") known[0] = "docker";
    if (known[0] === "docker-compose") known.splice(0, 1, "docker", "compose");
    commands.push(known);
  }
  return commands;
}

/** The arguments of a command; null where one of them sets a variable, as those of `export` do. */
export function wordsOf({ args }: Command): readonly Word[] | null {
  const words = args.filter((one) => one.type === "Word");
  return words.length === args.length ? words : null;
}
