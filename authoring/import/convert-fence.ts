import { findPathProblem } from "../../core/lab/workspace-path.ts";

/** A block of code of the source. */
export interface Fence {
  /** What stands behind the opening ticks. */
  readonly info: string;
  readonly code: readonly string[];
  /** What stands behind the closing ticks: Killercoda's {{exec}}. */
  readonly after: string;
  /** Line of the prepared text on which it begins. */
  readonly line: number;
}

export interface ConvertedFence {
  readonly language: string;
  /** A command for the terminal. */
  readonly run: boolean;
  /** What runs there is interrupted first, as by Ctrl+C. */
  readonly interrupt: boolean;
  /** A whole file for the editor, by its path. */
  readonly file: string | null;
  readonly code: readonly string[];
  /** It asks the reader for a value: nobody types it while a lab is proved. */
  readonly asks: string | null;
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
  const own = convertOwn(fence);
  if (own !== null) return own;
  const [name = "", ...meta] = fence.info.split(/\s+/);
  const lost: string[] = [];
  let file: string | null = null;
  for (const word of meta) {
    if (word.startsWith("save-as=")) file = fileOf(word.slice("save-as=".length).replace(/^"|"$/g, ""), lost);
    else if (word.startsWith("highlight")) lost.push(`${word}: lines are not marked`);
    else if (word.startsWith("terminal-id="))
      lost.push(`${word}: the command goes into the terminal that is open`);
  }
  const isShell = SHELLS.includes(name);
  if (file !== null && fence.code.some((line) => /\$\$\w+\$\$/.test(line))) {
    lost.push("a $$value$$ of the reader in a file: it stands there as it is written");
  }
  return {
    ...plainBlock(fence, isShell ? "bash" : name, lost),
    run: isShell && file === null && !meta.includes("no-run-button"),
    file,
  };
}

/** A block of Killercoda: {{exec}} behind its end makes a command of it. */
export function convertKillercodaFence(fence: Fence): ConvertedFence {
  const own = convertOwn(fence);
  if (own !== null) return own;
  const [name = ""] = fence.info.split(/\s+/);
  const lost: string[] = [];
  const action = /^\{\{\s*(\w*)([^}]*)\}\}/.exec(fence.after);
  const run = action?.[1] === "exec" || action?.[1] === "execute";
  const more = (action?.[2] ?? "").trim().split(/\s+/);
  const interrupt = run && more.some((word) => /^interrupt$/i.test(word));
  for (const word of run ? more : []) {
    if (/^(?:host0*1|t1|terminal1|controlplane)?$/i.test(word) || /^interrupt$/i.test(word)) continue;
    lost.push(`{{exec ${word}}}: there is one machine, and the command goes into the terminal that is open`);
  }
  return {
    ...plainBlock(fence, run || SHELLS.includes(name) ? "bash" : name, lost),
    run,
    interrupt,
  };
}

/** What the conversion itself makes of HTML and directives: a file to write, a value to ask for. */
function convertOwn(fence: Fence): ConvertedFence | null {
  const path = /^x-file=(.*)$/.exec(fence.info)?.[1];
  if (path !== undefined) {
    const lost: string[] = [];
    const file = fileOf(path, lost);
    return { ...plainBlock(fence, languageOfFile(path), lost), file };
  }
  if (fence.info !== "bash x-ask") return null;
  const asks = fence.code.at(-1)?.split(" ").at(-1) ?? null;
  return { ...plainBlock(fence, "bash", []), run: true, asks };
}

/** A file in the lab's folder; null for a place that a lab cannot write to. */
function fileOf(given: string, lost: string[]): string | null {
  const path = given.trim().replace(/^(?:\.\/|~\/|\/root\/|\$HOME\/)+/, "");
  // In the words of a block's meta a blank would be the end.
  if (findPathProblem(path) === null && !/[\s~"'{}]/.test(path)) return path;
  lost.push(`a file at ${given}: a lab's files are in its own folder`);
  return null;
}

function plainBlock(fence: Fence, name: string, lost: readonly string[]): ConvertedFence {
  const language =
    OTHER_NAMES[name.toLowerCase()] ??
    name
      .toLowerCase()
      .replace(/[^\w-]/g, "")
      .slice(0, 30);
  const told = language === "mermaid" ? ["a mermaid diagram: its text is shown and not drawn"] : [];
  return {
    language: language === "" || language === "mermaid" ? "text" : language,
    run: false,
    interrupt: false,
    file: null,
    code: fence.code,
    asks: null,
    lost: [...lost, ...told],
  };
}

function languageOfFile(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  if (/dockerfile/i.test(name)) return "dockerfile";
  const ending = /\.(\w+)$/.exec(name)?.[1] ?? "text";
  return { py: "python", yml: "yaml", sh: "bash", js: "javascript" }[ending] ?? ending;
}
