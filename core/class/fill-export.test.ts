import { expect, it } from "vitest";
import { importCanvas } from "../../testing/lms/import-canvas.ts";
import { importMoodle } from "../../testing/lms/import-moodle.ts";
import { parseCsv, writeCsv } from "./csv.ts";
import { fillExport } from "./fill-export.ts";

const CANVAS = `\uFEFFStudent,ID,SIS User ID,SIS Login ID,Section,Reader (1234),Essay (1235)\r
    Points Possible,,,,,2000,10\r
"Lovelace, Ada",7,,ada,One,,9\r
"=HYPERLINK(""x"")",8,,=ben,One,3,\r
`;
const MOODLE = `First name,Surname,ID number,Email address,Assignment: Reader (Percentage)
Ada,Lovelace,a1,ada@example.org,-
Ben,"O""Neill, jr.",b2,ben@example.org,40.00
`;
const grade = (student: string, share: number, lab = "c/l/reader") => ({ student, lab, share });

it("fills Canvas's own export in points, and Canvas takes it", () => {
  const mapping = { key: "SIS Login ID", columns: { "c/l/reader": "Reader (1234)" } };
  const grades = [grade("ada", 0.755), grade("=ben", 1), grade("eve", 1), grade("ada", 1, "c/l/other")];
  const found = fillExport(parseCsv(CANVAS), mapping, grades);
  expect(found).toMatchObject({ filled: 2, leftOut: ["eve"], missing: [] });
  const text = writeCsv(found.table);
  expect(text.startsWith("\uFEFFStudent,")).toBe(true);
  expect(importCanvas(CANVAS, text)).toEqual([
    { id: "7", assignment: "1234", score: 1510 },
    { id: "8", assignment: "1234", score: 2000 },
  ]);
});

it("fills Moodle's own export in per cent, and Moodle takes the whole file", () => {
  const column = "Assignment: Reader (Percentage)";
  const mapping = { key: "ID number", columns: { "c/l/reader": column } };
  const found = fillExport(parseCsv(MOODLE), mapping, [grade("a1", 1.3), grade("zz", 1)]);
  expect(found).toMatchObject({ filled: 1, leftOut: ["zz"] });
  const known = new Set(["a1", "b2"]);
  expect(importMoodle(writeCsv(found.table), { key: "ID number", column, known })).toEqual([
    { student: "a1", grade: 100 },
    { student: "b2", grade: 40 },
  ]);
});

it("changes nothing where a column is missing or twice, and leaves out whom the file has twice", () => {
  const table = parseCsv(MOODLE);
  const wrong = fillExport(table, { key: "ID number", columns: { "c/l/reader": "Reader" } }, [
    grade("a1", 1),
  ]);
  expect(wrong).toMatchObject({ filled: 0, missing: ["Reader"], table });
  const twice = parseCsv("ID number,X\r\na,\r\na,\r\n");
  const mapping = { key: "ID number", columns: { "c/l/reader": "X" } };
  expect(fillExport(twice, mapping, [grade("a", 1)])).toMatchObject({ filled: 0, leftOut: ["a"] });
});

it("reads back what it writes, whatever is in the cells and between them", () => {
  const cells = ['a"b', "a,b", "a;b", "a\tb", "a\r\nb", " a ", "=1+1", "-", "ü", ""];
  for (const separator of [",", ";", "\t"] as const) {
    const table = { separator, hasMark: true, rows: [["one", "two", "three"], cells, ["x", ...cells]] };
    expect(parseCsv(writeCsv(table))).toEqual(table);
  }
});
