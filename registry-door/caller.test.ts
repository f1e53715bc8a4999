import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { registryPassword } from "../server/seats/registry-credential.ts";
import { readCaller } from "./caller.ts";

const key = randomBytes(32).toString("base64url");
const ada = { realm: "a".repeat(32), name: "ada" };
const password = registryPassword(key, ada);
const basic = (user: string, word: string) => `Basic ${Buffer.from(`${user}:${word}`).toString("base64")}`;

describe("readCaller", () => {
  it("knows a student by their own credential", () => {
    expect(readCaller(key, basic("ada", password))).toEqual(ada);
  });

  it("knows nobody by another's, another realm's, another key's or a changed one", () => {
    const otherKey = randomBytes(32).toString("base64url");
    for (const [user, word] of [
      ["ben", password],
      ["ada", password.replace("a".repeat(32), "b".repeat(32))],
      ["ada", registryPassword(otherKey, ada)],
      ["ada", registryPassword(key, { ...ada, name: "ben" })],
      ["ada", password.slice(0, -1)],
      ["ada", `${password}x`],
      ["ada", ""],
      ["", password],
      ["ada\0", password],
    ] as const)
      expect(readCaller(key, basic(user, word))).toBeNull();
  });

  it("takes nothing else for a credential", () => {
    for (const header of [
      undefined,
      "",
      "Basic",
      "Basic !",
      `Bearer ${password}`,
      `Basic ${"A".repeat(9999)}`,
    ])
      expect(readCaller(key, header)).toBeNull();
  });
});
