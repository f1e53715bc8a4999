import { describe, expect, it } from "vitest";
import { decideFile } from "./decide-file.ts";
import { nameFolders } from "./name-folders.ts";

const saved = { hash: "a", version: 3, editable: true, isStarter: false };
const common = { hash: "a", version: 3 };

describe("what is done about a file", () => {
  it.each([
    ["the same in both places", saved, "a", null, "agree"],
    ["saved, not in the seat yet", saved, null, null, "put"],
    ["changed in the editor", { ...saved, hash: "b", version: 4 }, "a", common, "put"],
    ["changed in the seat", saved, "b", common, "save"],
    ["changed in both places", { ...saved, hash: "c", version: 4 }, "b", common, "conflict"],
    ["changed alike in both places", { ...saved, hash: "b", version: 4 }, "b", common, "agree"],
    [
      "saved again with the same text, and changed in the seat",
      { ...saved, version: 4 },
      "b",
      common,
      "save",
    ],
    ["different, and nobody knows since when", saved, "b", null, "conflict"],
    ["never edited, different in the seat", { ...saved, version: 0 }, "b", null, "save"],
    ["deleted in the seat", saved, null, common, "delete"],
    [
      "deleted in the seat, though it belongs to the exercise",
      { ...saved, isStarter: true },
      null,
      common,
      "put",
    ],
    ["deleted in the seat while it was changed", { ...saved, hash: "b", version: 4 }, null, common, "put"],
    ["deleted in the editor", null, "a", common, "remove"],
    ["deleted in the editor while it was changed in the seat", null, "b", common, "save"],
    ["new in the seat", null, "b", null, "save"],
    ["gone from both", null, null, common, "forget"],
    ["read-only and changed in the seat", { ...saved, editable: false }, "b", common, "leave"],
    ["read-only and changed by the course", { ...saved, editable: false, hash: "b" }, "a", common, "put"],
  ] as const)("%s", (_what, file, seat, before, expected) => {
    expect(decideFile(file, seat, before, true).do).toBe(expected);
  });

  it("is nothing for a new file that the exercise does not take", () => {
    expect(decideFile(null, "b", null, false).do).toBe("leave");
  });

  it("saves on top of the version it was made from", () => {
    expect(decideFile(saved, "b", common, true)).toEqual({ do: "save", baseVersion: 3 });
    expect(decideFile(null, "b", null, true)).toEqual({ do: "save", baseVersion: 0 });
  });
});

describe("names of folders", () => {
  it("are the lab's own, longer where two are the same", () => {
    const names = nameFolders(["c/one/api", "c/two/api", "c/two/web"]);
    expect([...names.values()]).toEqual(["c-one-api", "c-two-api", "web"]);
  });
});
