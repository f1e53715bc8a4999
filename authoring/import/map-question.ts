import type { SyntaxNode } from "unbash";
import type { Asked } from "./asked.ts";
import { askedByExit } from "./map-exit.ts";
import { askedByOutput } from "./map-output.ts";
import { askedByTest, byBinary, byUnary } from "./map-test.ts";
import { commandsOf, wordsOf } from "./read-pipeline.ts";
import { type ShellVariables, variableOf } from "./read-variables.ts";

/** What a command, a pipeline or a test asks; null where it is not wholly understood. */
export function askedOf(node: SyntaxNode, variables: ShellVariables): Asked | null {
  switch (node.type) {
    case "Statement":
    case "Redirected":
      return askedOf(node.command, variables);
    case "Pipeline":
    case "Command": {
      const commands = commandsOf(node, variables);
      if (commands === null) return null;
      const [first = []] = commands;
      if (commands.length === 1 && node.type === "Command" && (first[0] === "[" || first[0] === "test")) {
        const words = wordsOf(node);
        return words === null ? null : askedByTest(words, variables);
      }
      // echo "$OUT" | grep text
      if (node.type === "Pipeline") {
        const said = node.commands[0];
        const words = said?.type === "Command" && said.name?.value === "echo" ? wordsOf(said) : null;
        const variable = words?.length === 1 && words[0] !== undefined ? variableOf(words[0]) : null;
        const output = variable === null ? undefined : variables.outputs.get(variable);
        const inner = output === undefined ? null : commandsOf(output, variables);
        if (inner !== null) return askedByOutput([...inner, ...commands.slice(1)]);
      }
      return commands.length === 1 ? askedByExit(first) : askedByOutput(commands);
    }
    case "TestCommand": {
      const { expression } = node;
      const negated = expression.type === "TestNot" && expression.negations.length % 2 === 1;
      const inner = expression.type === "TestNot" ? expression.operand : expression;
      const asked =
        inner.type === "TestUnary"
          ? byUnary(inner.operator, inner.operand, variables)
          : inner.type === "TestBinary"
            ? byBinary(inner.left, inner.operator, inner.right, variables)
            : null;
      return asked === null ? null : { ...asked, holds: asked.holds !== negated };
    }
    default:
      return null;
  }
}
