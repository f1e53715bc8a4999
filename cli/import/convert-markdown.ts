import { convertLine, type Lost, type PathOfPicture } from "./convert-line.ts";
import { writeFence, type ConvertedFence, type Fence } from "./convert-fence.ts";
import type { Remark, Section } from "./scenario.ts";
import { openAlerts, READY } from "./open-alerts.ts";
import { splitFences, type Line } from "./split-fences.ts";

export interface ConvertedSection {
  /** MDX, with its heading of the second level. */
  readonly mdx: string;
  readonly fences: readonly ConvertedFence[];
  readonly remarks: readonly Remark[];
}

/** A section of the source as a section of a lesson. */
export function convertSection(
  section: Section,
  convertFence: (fence: Fence) => ConvertedFence,
  hasLab: boolean,
  pathOf: PathOfPicture = () => null,
): ConvertedSection {
  const remarks: Remark[] = [];
  const fences: ConvertedFence[] = [];
  const losses = (line: number): Lost => {
    return (what) => remarks.push({ where: `${section.file}:${line}`, what });
  };
  const out: string[] = [`## ${convertLine(section.title, losses(1))}`, ""];
  let depth = 2;
  let isQuotedCode = false;
  for (const piece of splitFences(openAlerts(toLines(section.markdown)))) {
    if (piece.kind === "fence") {
      const fence = convertFence(piece);
      fences.push(fence);
      for (const what of fence.lost) losses(piece.line)(what);
      out.push("", ...writeFence(fence, piece.indent, hasLab), "");
      continue;
    }
    for (const { text, at } of withoutSetext(withoutComments(piece.lines))) {
      const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text);
      const isQuotedTicks = /^\s*>\s*(```|~~~)/.test(text);
      if (isQuotedTicks) isQuotedCode = !isQuotedCode;
      if (text.startsWith(READY)) out.push("", text.slice(READY.length), "");
      else if (isQuotedTicks || isQuotedCode) out.push(text);
      else if (heading === null) out.push(spaceOut(convertLine(text, losses(at), pathOf)));
      else {
        const [, marks = "", words = ""] = heading;
        // The title of the section is its first heading, and often its file begins with it as well.
        if (marks.length === 1 && isSame(words, section.title)) continue;
        depth = Math.min(Math.max(marks.length, 2) + 1, depth + 1, 6);
        out.push(`${"#".repeat(depth)} ${convertLine(words, losses(at))}`);
      }
    }
  }
  return {
    mdx: `${out
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim()}\n`,
    fences,
    remarks,
  };
}

/** The lines of a text without its front matter. */
function toLines(markdown: string): Line[] {
  const lines = markdown.split(/\r?\n/).map((text, index) => ({ text, at: index + 1 }));
  const end =
    lines[0]?.text === "---" ? lines.findIndex(({ text }, index) => index > 0 && text === "---") : -1;
  return lines.slice(end + 1);
}

/** Comments go; their lines stay, empty. */
function withoutComments(lines: readonly Line[]): Line[] {
  const text = lines.map((line) => line.text).join("\n");
  const without = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, "")).split("\n");
  return lines.map(({ at }, index) => ({ at, text: without[index] ?? "" }));
}

/** Headings that are underlined, as headings with marks. */
function withoutSetext(source: readonly Line[]): Line[] {
  const lines: Line[] = [];
  for (const line of source) {
    const above = lines.at(-1);
    if (/^(=+|-{3,})\s*$/.test(line.text) && above !== undefined && /^[^\s#>|*-]/.test(above.text)) {
      lines[lines.length - 1] = { ...above, text: `${line.text.startsWith("=") ? "#" : "##"} ${above.text}` };
    } else lines.push(line);
  }
  return lines;
}

/** <details> and its <summary> stand on lines of their own, with text apart from them. */
const spaceOut = (line: string): string =>
  line
    .replace(/<details>\s*/g, "\n<details>\n")
    .replace(/\s*<\/details>/g, "\n\n</details>\n")
    .replace(/<\/summary>\s*/g, "</summary>\n\n");

const isSame = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
