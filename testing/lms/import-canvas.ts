import { parseCsv } from "../../core/class/csv.ts";

export interface CanvasChange {
  readonly id: string;
  readonly assignment: string;
  readonly score: number;
}

/**
 * What Canvas's gradebook upload would change, by its documented rules: columns are matched by the id in their header,
 * students by ID; a new assignment or student in the file is refused here, because nobody asked for one.
 */
export function importCanvas(before: string, after: string): CanvasChange[] {
  const [old, now] = [parseCsv(before), parseCsv(after)];
  const [header = [], ...rows] = now.rows;
  if (header.join("\0") !== old.rows[0]?.join("\0"))
    throw new Error("Canvas would ask about new assignments");
  const known = new Map(old.rows.slice(1).map((row) => [row[1] ?? "", row]));
  return rows.flatMap((row) => {
    if (row[0]?.trim() === "Points Possible") return [];
    const id = row[1] ?? "";
    const was = known.get(id);
    if (was === undefined) throw new Error(`Canvas would ask who ${id} is`);
    return header.flatMap((title, place) => {
      const assignment = /\((\d+)\)$/.exec(title)?.[1];
      const cell = row[place] ?? "";
      if (assignment === undefined || cell === (was[place] ?? "")) return [];
      // A comma is read as a decimal point.
      return [{ id, assignment, score: Number(cell.replace(",", ".")) }];
    });
  });
}
