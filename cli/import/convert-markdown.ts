import { convertLine, type Lost } from "./convert-line.ts";
import { writeFence, type ConvertedFence, type Fence } from "./convert-fence.ts";
import type { Remark, Section } from "./scenario.ts";
import { splitFences, type Piece } from "./split-fences.ts";

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
): ConvertedSection {
  const remarks: Remark[] = [];
  const fences: ConvertedFence[] = [];
  const losses = (line: number): Lost => {
    return (what) => remarks.push({ where: `${section.file}:${line}`, what });
  };
  const out: string[] = [`## ${convertLine(section.title, losses(1))}`, ""];
  let depth = 2;
  for (const piece of splitFences(withoutComments(section.markdown))) {
    if (piece.kind === "fence") {
      const fence = convertFence(piece);
      fences.push(fence);
      for (const what of fence.lost) losses(piece.line)(what);
      out.push("", ...writeFence(fence, piece.indent, hasLab), "");
      continue;
    }
    const lines = convertAlerts(withoutSetext(piece), losses);
    lines.forEach(({ text, at, isMdx }) => {
      const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text);
      if (heading === null) {
        out.push(isMdx ? text : spaceOut(convertLine(text, losses(at))));
        return;
      }
      const [, marks = "", words = ""] = heading;
      // The title of the section is its first heading, and often its file begins with it as well.
      if (marks.length === 1 && isSame(words, section.title)) return;
      depth = Math.min(Math.max(marks.length, 2) + 1, depth + 1, 6);
      out.push(`${"#".repeat(depth)} ${convertLine(words, losses(at))}`);
    });
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

/** Comments go, their line breaks stay: so remarks name the right lines. */
const withoutComments = (markdown: string): string =>
  markdown.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ""));

interface Line {
  readonly text: string;
  readonly at: number;
  readonly isMdx: boolean;
}

/** Headings that are underlined, as headings with marks. */
function withoutSetext(piece: Extract<Piece, { kind: "text" }>): Line[] {
  const lines: Line[] = [];
  piece.lines.forEach((text, index) => {
    const above = lines.at(-1);
    const isUnderline = /^(=+|-{3,})\s*$/.exec(text);
    if (isUnderline !== null && above !== undefined && /^[^\s#>|*-]/.test(above.text)) {
      lines[lines.length - 1] = { ...above, text: `${text.startsWith("=") ? "#" : "##"} ${above.text}` };
      return;
    }
    lines.push({ text, at: piece.line + index, isMdx: false });
  });
  return lines;
}

const CAREFUL = ["WARNING", "CAUTION", "IMPORTANT"];

/** Alerts of GitHub (`> [!NOTE]`) as Note. */
function convertAlerts(lines: readonly Line[], losses: (line: number) => Lost): Line[] {
  const out: Line[] = [];
  let quote: string | null = null;
  for (const line of lines) {
    const alert = /^(\s*)>\s*\[!(\w+)\]\s*(.*)$/.exec(line.text);
    const inside = /^\s*>\s?(.*)$/.exec(line.text);
    const mdx = (text: string) => out.push({ ...line, text, isMdx: true });
    if (quote !== null && (inside === null || alert !== null)) {
      mdx("");
      mdx(`${quote}</Note>`);
      mdx("");
      quote = null;
    }
    if (alert !== null) {
      const [, indent = "", name = "", rest = ""] = alert;
      const kind = CAREFUL.includes(name.toUpperCase()) ? "careful" : "info";
      const title = name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
      mdx("");
      mdx(`${indent}<Note kind="${kind}" title="${title}">`);
      mdx("");
      if (rest !== "") mdx(`${indent}${convertLine(rest, losses(line.at))}`);
      quote = indent;
    } else if (quote !== null && inside !== null) {
      mdx(`${quote}${convertLine(inside[1] ?? "", losses(line.at))}`);
    } else out.push(line);
  }
  if (quote !== null)
    out.push({ text: "", at: 0, isMdx: true }, { text: `${quote}</Note>`, at: 0, isMdx: true });
  return out;
}

/** <details> and its <summary> stand on lines of their own, with text apart from them. */
const spaceOut = (line: string): string =>
  line
    .replace(/<details>\s*/g, "\n<details>\n")
    .replace(/\s*<\/details>/g, "\n\n</details>\n")
    .replace(/<\/summary>\s*/g, "</summary>\n\n");

const isSame = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
