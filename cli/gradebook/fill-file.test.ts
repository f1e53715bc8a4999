import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fillFile } from "./fill-file.ts";

let folder = "";
let file = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fill-"));
  file = join(folder, "export.csv");
  await writeFile(file, "ID number;Reader\r\nann;-\r\n");
});
afterAll(() => rm(folder, { recursive: true }));

const row = {
  ...{ studentId: "ann", lab: "c/l/x", score: 60, maxScore: 80, attempts: 2, solutionOpened: null, at: 1 },
} as const;

it("fills the column that is named, and says who was left out", async () => {
  const rows = [row, { ...row, studentId: "ben" }, { ...row, studentId: "eve", maxScore: 0 }];
  const filled = await fillFile(rows, file, "ID number", ["c/l/x=Reader"]);
  expect(filled.text).toBe("ID number;Reader\r\nann;75\r\n");
  expect(filled.isWhole).toBe(false);
  expect(filled.notes.join("\n")).toContain("ben");
});

it("refuses a mapping that is none, and columns and files that are not there", async () => {
  const code = (wanted: string) => ({ code: wanted });
  await expect(fillFile([row], file, undefined, ["c/l/x=Reader"])).rejects.toMatchObject(code("BAD_REQUEST"));
  await expect(fillFile([row], file, "ID number", ["c/l/x"])).rejects.toMatchObject(code("BAD_REQUEST"));
  await expect(fillFile([row], file, "Id", ["c/l/x=Reader"])).rejects.toMatchObject(code("BAD_REQUEST"));
  const missing = join(folder, "none.csv");
  await expect(fillFile([row], missing, "Id", ["c/l/x=R"])).rejects.toMatchObject(code("NOT_FOUND"));
});
