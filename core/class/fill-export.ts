import type { CsvTable } from "./csv.ts";

/** How the export of an LMS and the grades of a class belong together. */
export interface ExportMapping {
  /** The student's column in the export: "SIS Login ID", "ID number", "Email address". */
  readonly key: string;
  /** Column of the export by what it is filled with, here by lab: "Digit reader (1234)". */
  readonly columns: Readonly<Record<string, string>>;
}

/** A grade as it counts. */
export interface ClassGrade {
  /** What stands in the mapping's key column for this student. */
  readonly student: string;
  readonly lab: string;
  /** Share of the points, 0 to 1. */
  readonly share: number;
}

export interface FilledExport {
  readonly table: CsvTable;
  readonly filled: number;
  /** Students with a grade whom the LMS does not know, or knows twice: left out, because one stops a whole import. */
  readonly leftOut: readonly string[];
  /** Columns of the mapping that the export does not have, or has twice. */
  readonly missing: readonly string[];
}

/**
 * The same file with the grades in it. Nothing else is changed: no row or column comes or goes, what has no grade keeps
 * what is there. Canvas gets points, by its row "Points Possible"; Moodle gets per cent.
 */
export function fillExport(
  table: CsvTable,
  mapping: ExportMapping,
  grades: readonly ClassGrade[],
): FilledExport {
  const [header = [], ...rest] = table.rows;
  const places = new Map<string, number>();
  const missing: string[] = [];
  const find = (name: string) => {
    const place = header.indexOf(name);
    if (place >= 0 && place === header.lastIndexOf(name)) return place;
    missing.push(name);
    return null;
  };
  const key = find(mapping.key);
  for (const [lab, name] of Object.entries(mapping.columns)) {
    const place = find(name);
    if (place !== null) places.set(lab, place);
  }
  const nothing = { table, filled: 0, leftOut: [], missing };
  if (key === null || missing.length > 0) return nothing;
  const possible = rest.find(isPointsPossible) ?? null;
  const rows = table.rows.map((row) => [...row]);
  const own = new Map<string, string[][]>();
  for (const row of rows.slice(1)) {
    const name = row[key]?.trim() ?? "";
    if (name !== "" && !isPointsPossible(row)) own.set(name, [...(own.get(name) ?? []), row]);
  }
  const leftOut = new Set<string>();
  let filled = 0;
  for (const { student, lab, share } of grades) {
    const place = places.get(lab);
    if (place === undefined) continue;
    const found = own.get(student) ?? [];
    const [row] = found;
    if (row === undefined || found.length > 1) {
      leftOut.add(student);
      continue;
    }
    const most = possible === null ? 100 : Number((possible[place] ?? "").trim());
    const isUsable = (possible?.[place] ?? "100").trim() !== "" && Number.isFinite(most);
    if (!isUsable) {
      leftOut.add(student);
      continue;
    }
    while (row.length <= place) row.push("");
    row[place] = asNumber(Math.min(1, Math.max(0, share)) * most);
    filled += 1;
  }
  return { table: { ...table, rows }, filled, leftOut: [...leftOut], missing };
}

/** Canvas's second row; between them may be one that says which columns are posted by hand. */
const isPointsPossible = (row: readonly string[]) => row[0]?.trim() === "Points Possible";

/** With a point and without thousands: Canvas reads "1,000" as 1. */
const asNumber = (value: number) => String(Math.round(value * 100) / 100);
