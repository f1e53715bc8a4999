import { findPathProblem } from "../../core/lab/workspace-path.ts";
import type { Piece } from "./split-fences.ts";

export type Fence = Extract<Piece, { kind: "fence" }>;

export interface ConvertedFence {
  readonly language: string;
  /** A command for the terminal. */
  readonly run: boolean;
  /** A whole file for the editor, by its path. */
  readonly file: string | null;
  readonly code: readonly string[];
  /** What it said besides that a lesson cannot say. */
  readonly lost: readonly string[];
}

const SHELLS = ["bash", "sh", "shell", "console", "zsh"];
const OTHER_NAMES: Readonly<Record<string, string>> = {
  plain: "text",
  plaintext: "text",
  txt: "text",
  py: "python",
  yml: "yaml",
  "": "text",
};

/** A block of a Labspace: shells can be run unless it says otherwise, save-as makes a file. */
export function convertLabspaceFence(fence: Fence): ConvertedFence {
  const [name = "", ...meta] = fence.info.split(/\s+/);
  const lost: string[] = [];
  let file: string | null = null;
  for (const word of meta) {
    if (word.startsWith("save-as=")) {
      const path = word.slice("save-as=".length).replace(/^\.\//, "");
      if (findPathProblem(path) === null && !path.startsWith("~")) file = path;
      else lost.push(`save-as=${path}: a lab's files are in its own folder`);
    } else if (word.startsWith("highlight")) lost.push(`${word}: lines are not marked`);
  }
  const isShell = SHELLS.includes(name);
  const hasVariable = fence.code.some((line) => /\$\$\w+\$\$/.test(line));
  if (hasVariable) lost.push("a $$variable$$: nobody asks for its value, so the block has no button");
  return {
    language: isShell ? "bash" : languageOf(name),
    run: isShell && file === null && !meta.includes("no-run-button") && !hasVariable,
    file: hasVariable ? null : file,
    code: fence.code,
    lost,
  };
}

/** A block of Killercoda: {{exec}} behind its end makes a command of it. */
export function convertKillercodaFence(fence: Fence): ConvertedFence {
  const [name = ""] = fence.info.split(/\s+/);
  const action = /^\{\{\s*(\w*)(.*?)\}\}/.exec(fence.after);
  const run = action?.[1] === "exec" || action?.[1] === "execute";
  const more = (action?.[2] ?? "").trim();
  return {
    language: run || SHELLS.includes(name) ? "bash" : languageOf(name),
    run,
    file: null,
    code: fence.code,
    lost: run && more !== "" ? [`{{exec ${more}}}: the command goes into the terminal that is open`] : [],
  };
}

const languageOf = (name: string): string => OTHER_NAMES[name] ?? name.replace(/[^\w-]/g, "");

/** The block as a lesson has it. Without a lab it has no buttons. */
export function writeFence(fence: ConvertedFence, indent: string, hasLab: boolean): string[] {
  const words = [fence.language];
  if (hasLab && fence.run) words.push("run");
  if (hasLab && fence.file !== null) words.push(`file=${fence.file}`);
  // Longer than any row of ticks in the code.
  const longest = Math.max(2, ...fence.code.map((line) => /^\s*(`{3,})/.exec(line)?.[1]?.length ?? 0));
  const ticks = "`".repeat(longest + 1);
  return [`${ticks}${words.join(" ")}`, ...fence.code, ticks].map((line) =>
    line === "" ? "" : `${indent}${line}`,
  );
}
