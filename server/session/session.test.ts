import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkOrigin } from "./check-origin.ts";
import { mintSession } from "./mint-session.ts";
import { FIXED_STUDENT, readSession } from "./read-session.ts";
import { readSessionKey } from "./session-key.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "drydock-session-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const withCookie = (cookie: string) => new Headers({ cookie });

describe("a session", () => {
  test("names its student; without one it is the fixed student", async () => {
    const { name, value } = await mintSession(dataDir, "ada");
    const key = await readSessionKey(dataDir);
    expect(readSession(key, withCookie(`other=1; ${name}=${value}; more=2`))).toEqual({ studentId: "ada" });
    expect(readSession(key, new Headers())).toEqual({ studentId: FIXED_STUDENT });
  });

  test("that is changed, expired, or signed with another key counts for nothing", async () => {
    const { name, value } = await mintSession(dataDir, "ada");
    const key = await readSessionKey(dataDir);
    const [, expires = "", signature = ""] = value.split(".");
    for (const forged of [
      `bob.${expires}.${signature}`,
      `ada.${Number(expires) + 1}.${signature}`,
      `ada.${expires}.${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : "A"}`,
      `ada.${expires}.`,
      `ada.${expires}`,
      "",
      "ada",
      "x".repeat(100_000),
    ]) {
      expect(readSession(key, withCookie(`${name}=${forged}`))).toEqual({ studentId: FIXED_STUDENT });
    }
    expect(readSession(Buffer.alloc(32), withCookie(`${name}=${value}`)).studentId).toBe(FIXED_STUDENT);
    expect(readSession(key, withCookie(`${name}=${value}`), Number(expires) + 1).studentId).toBe(
      FIXED_STUDENT,
    );
  });

  test("is not made for what is no student id", async () => {
    for (const id of ["", "a.b", "../x", "A", "x".repeat(41), "-a"]) {
      await expect(mintSession(dataDir, id)).rejects.toThrow("not a student id");
    }
  });

  test("is signed with one key for good, which nobody else can read", async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => readSessionKey(dataDir)));
    const first = await readSessionKey(dataDir);
    expect(keys).toEqual(keys.map(() => first));
    expect(await readdir(dataDir)).toEqual(["session.key"]);
    expect((await stat(join(dataDir, "session.key"))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(dataDir, "session.key"), "utf8")).length).toBeGreaterThanOrEqual(43);
    await writeFile(join(dataDir, "session.key"), "short");
    await expect(readSessionKey(dataDir)).rejects.toThrow("session.key is not a session key");
  });
});

describe("the origin of a write", () => {
  const host = "localhost:3000";
  test.each([
    { origin: "http://localhost:3000" },
    { origin: "https://localhost:3000" },
    { "sec-fetch-site": "same-origin" },
  ])("%o is ours", (headers) => {
    expect(() => checkOrigin(new Headers({ host, ...headers }))).not.toThrow();
  });
  test.each([
    {},
    { origin: "null" },
    { origin: "http://evil.example" },
    { origin: "http://localhost:3001" },
    { origin: "http://localhost" },
    { origin: "http://localhost:3000.evil.example" },
    { origin: "http://localhost:3000@evil.example" },
    { origin: "file://localhost:3000" },
    { origin: "http://evil.example", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "none" },
  ])("%o is foreign", (headers) => {
    expect(() => checkOrigin(new Headers({ host, ...headers }))).toThrow(
      expect.objectContaining({ code: "FORBIDDEN" }) as Error,
    );
  });
});
