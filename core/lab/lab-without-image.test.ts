import { describe, expect, it } from "vitest";
import { labSchema } from "./schema.ts";

const lab = (check: object) =>
  labSchema.safeParse({
    title: "A stack",
    summary: "Three services from one file.",
    minutes: 30,
    open: "compose.yaml",
    editable: ["compose.yaml"],
    checks: [{ id: "one", title: "One thing", points: 10, ...check }],
  });

describe("a lab without an image", () => {
  it.each([
    { kind: "compose-file", rules: ["no-version"] },
    { kind: "compose-waits", database: "postgres" },
    { kind: "compose-keeps", database: "postgres", dataPath: "/data", count: { path: "/n", field: "count" } },
  ])("may have checks of a stack: $kind", (check) => {
    expect(lab(check).error?.issues ?? []).toEqual([]);
  });

  it.each([{ kind: "non-root" }, { kind: "stops", withinSeconds: 9 }])(
    "needs one for what is asked of an image: $kind",
    (check) => {
      expect(lab(check).error?.issues[0]?.message).toContain('give the lab an "image"');
    },
  );
});
