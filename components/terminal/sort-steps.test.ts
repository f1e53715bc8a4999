import { describe, expect, it } from "vitest";
import { sortSteps } from "./sort-steps.ts";

const step = (name: string, line: number | null) => ({
  id: name,
  name,
  state: "pending" as const,
  line,
  stage: null,
  startedAt: null,
  durationMs: null,
  error: null,
});

describe("the order of steps", () => {
  it("is that of the Dockerfile, whatever BuildKit announces first", () => {
    const names = sortSteps([
      step("[internal] load build context", null),
      step("exporting to image", null),
      step("[3/3] RUN b", 9),
      step("[internal] load metadata", 2),
      step("[1/3] FROM a", 2),
      step("[2/3] COPY . .", 4),
    ]).map(({ name }) => name);
    expect(names).toEqual([
      "[internal] load build context",
      "[internal] load metadata",
      "[1/3] FROM a",
      "[2/3] COPY . .",
      "[3/3] RUN b",
      "exporting to image",
    ]);
  });
});
