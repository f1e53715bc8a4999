import type { SecurityRow } from "../../server/tools.ts";

/** Longest value that stands in a line; --json has all of it. */
const MAX_VALUE = 120;

/** One line an act: when, who, what, whom, and what there is besides. */
export function printLog(rows: readonly SecurityRow[]): string {
  if (rows.length === 0) return "Nothing has been kept yet.\n";
  return rows
    .map((row) => {
      const more = [
        row.reason ?? "",
        row.oldValue === null ? "" : `old ${show(row.oldValue)}`,
        row.newValue === null ? "" : `new ${show(row.newValue)}`,
        row.leftOut === 0 ? "" : `${row.leftOut} more before this one were not kept`,
      ].filter((part) => part !== "");
      const act = [new Date(row.at).toISOString(), row.who, row.what, row.whom ?? "the site"];
      return `${[...act, ...more].map(plain).join("  ")}\n`;
    })
    .join("");
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}...` : text;
}

/** Nothing in a row moves the cursor of whoever reads it. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
