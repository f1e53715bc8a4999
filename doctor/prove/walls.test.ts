import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { attacks } from "../attacks/all.ts";
import { applyEdit, copySources, sourceOf } from "./copy-sources.ts";
import { walls } from "./walls/all.ts";
import { unproved } from "./walls/unproved.ts";

const named = new Set(walls.flatMap(({ seenBy }) => seenBy));

describe("the table of walls", () => {
  it("names each wall once, and attacks that there are", () => {
    expect(new Set(walls.map(({ id }) => id)).size).toBe(walls.length);
    const known = new Set(attacks.map(({ id }) => id));
    expect([...named].filter((id) => !known.has(id))).toEqual([]);
    for (const { seenBy } of walls) expect(seenBy.length).toBeGreaterThan(0);
  });

  it("stands for every attack, or says why one stands for none", () => {
    expect(attacks.map(({ id }) => id).filter((id) => !named.has(id) && !(id in unproved))).toEqual([]);
  });

  it("excuses no attack that it names, and none that is not there", () => {
    const known = new Set(attacks.map(({ id }) => id));
    for (const [one, why] of Object.entries(unproved)) {
      expect({ one, known: known.has(one), named: named.has(one) }).toEqual({
        one,
        known: true,
        named: false,
      });
      expect(why.length).toBeGreaterThan(20);
    }
  });

  it.each(walls)(
    "finds $id where it takes it down, and changes something there",
    async ({ edits, lower }) => {
      expect(edits.length + (lower === undefined ? 0 : 1)).toBeGreaterThan(0);
      for (const edit of edits) {
        const text = await sourceOf(edit.file);
        expect(applyEdit(text, edit)).not.toBe(text);
      }
    },
  );
});

describe("the copy of the sources", () => {
  const edit = { file: "a.ts", find: "the wall", put: "" };

  it("refuses a passage that has moved, or that is there twice", () => {
    expect(() => applyEdit("no", edit)).toThrow("0 times");
    expect(() => applyEdit("the wall, the wall", edit)).toThrow("2 times");
    expect(applyEdit("here is the wall.", edit)).toBe("here is .");
  });

  it("has the wall down in the copy only, and only meanwhile", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "copy-"));
    try {
      const copy = await copySources(path.join(directory, "sources"));
      const file = "server/session/check-host.ts";
      const find = "if (name === null) return false;";
      const there = () => readFile(path.join(copy.directory, file), "utf8");
      await copy.withEdits([{ file, find, put: "return true;" }], async () => {
        expect(await there()).not.toContain(find);
        expect(await sourceOf(file)).toContain(find);
      });
      expect(await there()).toBe(await sourceOf(file));
      await expect(
        copy.withEdits([{ file, find: "nowhere", put: "" }], () => Promise.resolve()),
      ).rejects.toThrow("0 times");
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
