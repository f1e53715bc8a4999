import { stepShell } from "../../core/dockerfile/lint/step-shell.ts";
import { parseDockerfile } from "../../core/dockerfile/parse-dockerfile.ts";

/**
 * What a Dockerfile says, without how it is written: a line for each stage and instruction, a RUN as the words of its
 * commands. A text that is none has no lines.
 */
export function readMeaning(text: string): string[] {
  const dockerfile = parseDockerfile(text);
  const lines = text.split(/\r\n|\n|\r/);
  return dockerfile.stages.flatMap(({ from, instructions }) => [
    `FROM ${from.image}`,
    ...instructions.map((instruction) => {
      const flags = instruction.flags.map(({ name, value }) => `--${name}=${value}`).join(" ");
      const words =
        instruction.keyword === "RUN"
          ? stepShell({ dockerfile, lines }, instruction)
              .commands.map((command) => command.words.map(({ value }) => value).join(" "))
              .join(" ; ")
          : instruction.words.join(" ");
      return [instruction.keyword, flags, words].filter((part) => part !== "").join(" ");
    }),
  ]);
}
