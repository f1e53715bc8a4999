import { describe, expect, it } from "vitest";
import { mergeTable } from "./write-table.ts";

const head = (date: string) =>
  `${date}, a machine.\n\n| measure | Drydock | beside it | ratio |\n| --- | --- | --- | --- |`;

describe("the table of figures", () => {
  it("keeps the rows of measures that were not run", () => {
    const older = `\n\n${head("Monday")}\n| Start | 1 s | 2 s | 0.50 |\n| Seats | 3 s | 3 s | 1.00 |\n\n`;
    const merged = mergeTable(
      older,
      `${head("Friday")}\n| Seats. Five of them. | 4 s | 2 s | 2.00 |\n| Keys | 1 ms | 1 ms | 1.00 |`,
    );
    expect(merged).toBe(
      `${head("Friday")}\n| Start | 1 s | 2 s | 0.50 |\n| Seats. Five of them. | 4 s | 2 s | 2.00 |\n| Keys | 1 ms | 1 ms | 1.00 |`,
    );
  });

  it("does not put a failure over a figure", () => {
    const older = `${head("Monday")}\n| Start | 1 s | 2 s | 0.50 |`;
    expect(mergeTable(older, `${head("Friday")}\n| Start. Failed: no. | — |  |  |`)).toContain(
      "| Start | 1 s |",
    );
  });

  it("knows a row by its measure when a formatter has padded its cells", () => {
    const older = `${head("Monday")}\n| Start     | 1 s     | 2 s | 0.50 |`;
    expect(mergeTable(older, `${head("Friday")}\n| Start | 5 s | 2 s | 2.50 |`)).toBe(
      `${head("Friday")}\n| Start | 5 s | 2 s | 2.50 |`,
    );
  });
});
