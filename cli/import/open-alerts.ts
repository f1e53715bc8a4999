import type { Line } from "./split-fences.ts";

/** Begins a line that is MDX already; no text of a source has it. */
export const READY = "\u0001";
const CAREFUL = ["WARNING", "CAUTION", "IMPORTANT"];

/** Alerts of GitHub (`> [!NOTE]`) as Note: what is quoted in them stands between its tags, fenced code included. */
export function openAlerts(lines: readonly Line[]): Line[] {
  const out: Line[] = [];
  let quote: string | null = null;
  let isCode = false;
  const close = (at: number) => {
    if (quote !== null) out.push({ text: `${READY}${quote}</Note>`, at });
    quote = null;
  };
  for (const { text, at } of lines) {
    if (/^\s*(```|~~~)/.test(text)) isCode = !isCode;
    const alert = isCode ? null : /^(\s*)>\s*\[!(\w+)\]\s*(.*)$/.exec(text);
    const inside = /^\s*>\s?(.*)$/.exec(text);
    if (alert !== null || inside === null) close(at);
    if (alert !== null) {
      const [, indent = "", name = "", rest = ""] = alert;
      const kind = CAREFUL.includes(name.toUpperCase()) ? "careful" : "info";
      const title = name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
      out.push({ text: `${READY}${indent}<Note kind="${kind}" title="${title}">`, at });
      if (rest !== "") out.push({ text: `${indent}${rest}`, at });
      quote = indent;
    } else if (quote !== null && inside !== null) out.push({ text: `${quote}${inside[1] ?? ""}`, at });
    else out.push({ text, at });
  }
  close(lines.at(-1)?.at ?? 1);
  return out;
}
