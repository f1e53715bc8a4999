import type { KeptLine } from "./kept-lines.ts";

/** Of the terminal's own colours, which hold their contrast on both papers; red is left to what went wrong. */
const colours = [34, 35, 32, 33, 36, 94, 95, 92];
const WIDEST_LABEL = 24;

/** Prints lines with the service in front, in a colour of its own: the name says it, the colour helps. */
export function createLinePrinter() {
  const groups = new Map<string, number>();
  let width = 0;
  return {
    /** A group gets its colour when it is first heard of. */
    know: (group: string, label: string): void => {
      if (!groups.has(group)) groups.set(group, groups.size);
      width = Math.min(WIDEST_LABEL, Math.max(width, label.length));
    },
    print: (lines: readonly KeptLine[]): string =>
      lines
        .map(({ label, group, text, ours }) => {
          const colour = colours[(groups.get(group) ?? 0) % colours.length] ?? 39;
          const name =
            label.length > WIDEST_LABEL ? `${label.slice(0, WIDEST_LABEL - 1)}…` : label.padEnd(width);
          return `\u001b[${colour}m${name} │\u001b[0m ${ours ? `\u001b[3m${text}\u001b[0m` : text}\n`;
        })
        .join(""),
  };
}
