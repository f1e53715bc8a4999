import { writeCsv } from "../../core/class/csv.ts";
import type { GradebookRow } from "../../server/tools.ts";

const columns = ["student", "lab", "score", "of", "attempts", "solution opened", "when"];

/** As aligned text, as CSV for a spreadsheet (RFC 4180), or as JSON. */
export function printGradebook(rows: readonly GradebookRow[], form: "text" | "csv" | "json"): string {
  if (form === "json") return `${JSON.stringify(rows, null, 2)}\n`;
  const cells = rows.map((row) => [
    row.studentId,
    row.lab,
    String(row.score),
    String(row.maxScore),
    String(row.attempts),
    row.solutionOpened ?? "",
    new Date(row.at).toISOString().slice(0, 16).replace("T", " "),
  ]);
  if (form === "csv")
    return writeCsv({
      separator: ",",
      hasMark: false,
      rows: [columns, ...cells.map((row) => row.map(asText))],
    });
  if (cells.length === 0) return "Nothing has been graded yet.\n";
  const widths = columns.map((name, index) =>
    Math.max(...[columns, ...cells].map((row) => row[index]?.length ?? 0)),
  );
  return [columns, ...cells]
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** A cell that begins like a formula is text to a spreadsheet: a student may choose a name. */
const asText = (value: string): string => (/^[=+@\t\r-]/.test(value) ? `'${value}` : value);
