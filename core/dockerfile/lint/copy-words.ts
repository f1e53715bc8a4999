import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { jsonWords } from "./shell-commands.ts";

/** What a COPY or ADD names: where from, and where to; null while it is incomplete. */
export function copyWords(
  instruction: DockerfileInstruction,
): { readonly sources: readonly string[]; readonly target: string } | null {
  const words = jsonWords(instruction.text) ?? instruction.words;
  const target = words.at(-1);
  return target === undefined || words.length < 2 ? null : { sources: words.slice(0, -1), target };
}

const wholeContext = new Set([".", "./", "/", "./."]);

/** Whether it takes everything: `COPY . .` */
export const takesEverything = (instruction: DockerfileInstruction): boolean =>
  copyWords(instruction)?.sources.some((source) => wholeContext.has(source)) ?? false;

/** A path as it lies in the image, without a slash at its end. */
export function absolutePath(workdir: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${workdir}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
