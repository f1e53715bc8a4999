import { describe, expect, it } from "vitest";
import { figure } from "./figure.ts";
import { formatFigure, formatTable } from "./format-table.ts";
import { placeTable } from "./write-table.ts";

const machine = {
  date: "2026-01-02",
  cores: 2,
  processor: "a processor",
  memoryBytes: 24 * 2 ** 30,
  kernel: "6.1",
  system: "Debian GNU/Linux 12",
  versions: [["Node", "20.0.0"]] as const,
};

describe("formatFigure", () => {
  it("writes each unit in the size that it has", () => {
    expect(formatFigure(figure("ms", [12.4]))).toBe("12 ms");
    expect(formatFigure(figure("ms", [1234, 1236, 1240]))).toBe("1.24 s (n=3)");
    expect(formatFigure(figure("ms", [12_340]))).toBe("12.3 s");
    expect(formatFigure(figure("bytes", [3 * 2 ** 20]))).toBe("3.0 MiB");
    expect(formatFigure(figure("bytes", [300 * 1024]))).toBe("300 KiB");
    expect(formatFigure(figure("lines/s", [123_456.7]))).toBe("123,457 lines/s");
    expect(formatFigure(figure("ms", []))).toBe("—");
  });
});

describe("formatTable", () => {
  it("has the machine, and a row with its ratio", () => {
    const table = formatTable(machine, [
      {
        measure: "a | b",
        ours: figure("ms", [10]),
        beside: { what: "the command line", figure: figure("ms", [20]) },
      },
      { measure: "none", ours: null, beside: null, note: "No browser." },
    ]);
    expect(table).toContain("2026-01-02, 2 cores (a processor), 24.0 GiB of memory, Linux 6.1");
    expect(table).toContain("| a \\| b | 10 ms | 20 ms (the command line) | 0.50 |");
    expect(table).toContain("| none. No browser. | — |  |  |");
  });
});

describe("placeTable", () => {
  it("replaces what stands between the marks and nothing else", () => {
    const page = "before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n";
    const once = placeTable(page, "new");
    expect(once).toBe("before\n<!-- bench -->\n\nnew\n\n<!-- /bench -->\nafter\n");
    expect(placeTable(once, "new")).toBe(once);
  });
  it("refuses a page without marks", () => {
    expect(() => placeTable("nothing", "new")).toThrow("bench");
  });
});
