import type { FinalFile } from "../image/final-files.ts";

/** A program in the finished image that should have stayed in an earlier stage. */
export interface FoundTool {
  readonly name: string;
  readonly path: string;
  readonly layer: number;
}

/**
 * Compilers of C by all their names. `cc1` and `cc1plus` are what gcc and g++ call to compile: who renames the program
 * still needs these.
 */
const COMPILERS = ["gcc", "g++", "cc", "c++", "cc1", "cc1plus", "clang", "clang++", "tcc", "zig"];

/** Texts and packages' own data carry names of programs without being them. */
const NOT_PROGRAMS = /^(?:usr\/share|usr\/src|var\/lib|etc|proc|sys)\//;

/**
 * Looks for programs by name: where one compiler is not wanted, for every compiler. Also under the names that Debian gives compilers: `x86_64-linux-gnu-gcc-12` is
 * gcc. Only regular executable files count; a link leads to one or to nothing.
 */
export function findTools(files: ReadonlyMap<string, FinalFile>, tools: readonly string[]): FoundTool[] {
  const asksForCompilers = tools.some((tool) => COMPILERS.includes(tool));
  const others = asksForCompilers ? COMPILERS.filter((name) => !tools.includes(name)) : [];
  const patterns = [...tools, ...others].map((tool) => ({
    tool,
    pattern: new RegExp(`^(?:[a-z0-9_]+-linux-gnu[a-z0-9]*-)?${escape(tool)}(?:-\\d+(?:\\.\\d+)*)?$`),
  }));
  const found: FoundTool[] = [];
  for (const [path, entry] of files) {
    if (entry.file.kind !== "file" || !entry.file.executable || NOT_PROGRAMS.test(path)) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const match = patterns.find(({ pattern }) => pattern.test(name));
    if (match !== undefined) found.push({ name: match.tool, path: `/${path}`, layer: entry.contentLayer });
  }
  return found;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
