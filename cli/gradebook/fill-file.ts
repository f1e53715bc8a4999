import { readFile } from "node:fs/promises";
import { parseCsv, writeCsv } from "../../core/class/csv.ts";
import { fillExport } from "../../core/class/fill-export.ts";
import { AppError } from "../../core/errors.ts";
import type { GradebookRow } from "../../server/tools.ts";

const USAGE =
  'npm run gradebook -- --fill FILE --key "SIS Login ID" --column "course/lesson/lab=Digit reader (1234)"';

/**
 * An export of an LMS with the grades in it.
 * @param key the export's column that has the students' ids
 * @param columns "course/lesson/lab=Column of the export"
 * @returns the file, what to tell beside it, and whether every grade found its place
 * @throws AppError BAD_REQUEST for a mapping that is none or does not fit the file, NOT_FOUND without the file
 */
export async function fillFile(
  rows: readonly GradebookRow[],
  file: string,
  key: string | undefined,
  columns: readonly string[],
): Promise<{ readonly text: string; readonly notes: readonly string[]; readonly isWhole: boolean }> {
  const pairs = columns.map((one) => {
    const place = one.indexOf("=");
    return [one.slice(0, Math.max(0, place)), one.slice(place + 1)] as const;
  });
  if (key === undefined || pairs.length === 0 || pairs.some(([lab, name]) => lab === "" || name === "")) {
    throw refuse(`Say which columns are meant: ${USAGE}`);
  }
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const message = `${file}: ${String(error)}`;
    throw new AppError("NOT_FOUND", { message, userMessage: `${file} cannot be read.` });
  });
  const grades = rows
    .filter(({ maxScore }) => maxScore > 0)
    .map(({ studentId, lab, score, maxScore }) => ({ student: studentId, lab, share: score / maxScore }));
  const found = fillExport(parseCsv(text), { key, columns: Object.fromEntries(pairs) }, grades);
  if (found.missing.length > 0) {
    throw refuse(`${file} needs each of these columns exactly once: ${found.missing.join(", ")}`);
  }
  const { filled, leftOut } = found;
  const left =
    leftOut.length === 0
      ? []
      : [`left out, because the file has no one place for them: ${leftOut.join(", ")}`];
  return {
    text: writeCsv(found.table),
    notes: [`${filled} grade${filled === 1 ? "" : "s"} filled in`, ...left],
    isWhole: leftOut.length === 0,
  };
}

const refuse = (userMessage: string) => new AppError("BAD_REQUEST", { message: userMessage, userMessage });
