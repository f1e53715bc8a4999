import { splitWords } from "../assignments.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { jsonWords } from "./json-words.ts";

/** What a COPY or ADD names: where from, and where to; null while it is incomplete. */
export function copyWords(
  instruction: DockerfileInstruction,
): { readonly sources: readonly string[]; readonly target: string } | null {
  const words = jsonWords(instruction.text) ?? writtenWords(instruction);
  const target = words.at(-1);
  // What a here-document brings is no file of anybody's.
  const sources = words.slice(0, -1).filter((word) => !/^\d*<<-?[^<]/.test(word));
  return target === undefined || words.length < 2 ? null : { sources, target };
}

/** The words with their quotes gone; one with a blank in it is one word. */
function writtenWords({ words, text, heredocs }: DockerfileInstruction): readonly string[] {
  if (heredocs > 0 || !/["']/.test(text)) return words;
  return splitWords(text, "\\")
    .map(({ word }) => word.replace(/^"([^"]*)"$|^'([^']*)'$/, "$1$2"))
    .filter((word) => !/^--[a-z-]+(=|$)/.test(word));
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
