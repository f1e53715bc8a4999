import { parseCsv } from "../../core/class/csv.ts";

/**
 * What Moodle's grade import would take, by its documented rules: one user whom it does not know, or one grade that is
 * no number from 0 to 100, stops the whole file. Empty and "-" are no grade.
 */
export function importMoodle(
  text: string,
  to: { readonly key: string; readonly column: string; readonly known: ReadonlySet<string> },
): { readonly student: string; readonly grade: number }[] {
  const [header = [], ...rows] = parseCsv(text).rows;
  const [key, place] = [header.indexOf(to.key), header.indexOf(to.column)];
  return rows.flatMap((row) => {
    const student = row[key] ?? "";
    if (!to.known.has(student)) throw new Error(`the import stops: no user ${student}`);
    const cell = row[place] ?? "";
    if (cell === "" || cell === "-") return [];
    const grade = Number(cell);
    if (!(grade >= 0 && grade <= 100)) throw new Error(`the import stops: no grade ${cell}`);
    return [{ student, grade }];
  });
}
