import { describe, expect, it } from "vitest";
import { sumMetric } from "./parse-metrics.ts";

const TEXT = `# HELP predictions_total Predictions.
# TYPE predictions_total counter
predictions_total{cultivar="0"} 3.0
predictions_total{cultivar="1 } x"} 4 1700000000000
predictions_total_created 99
predictions_totals 7
other 1e3
broken{a="b"} many
`;

describe("sumMetric", () => {
  it.each<[string, number | null]>([
    ["predictions_total", 7],
    ["other", 1000],
    ["nothing", 0],
    ["broken", null],
  ])("%s", (name, sum) => {
    expect(sumMetric(TEXT, name)).toBe(sum);
  });
});
