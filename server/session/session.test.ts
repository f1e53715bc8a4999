import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkOrigin } from "./check-origin.ts";
import { mintSession } from "./mint-session.ts";
import { OpenSessions } from "./open-sessions.ts";
import { FIXED_STUDENT, HOME_HEADER, readVisitor } from "./read-session.ts";
import { SECURE_SESSION_COOKIE, SESSION_COOKIE, signSession } from "./session-cookie.ts";
import {
  followSessionKey,
  generationOf,
  readSessionKey,
  readVariantKey,
  replaceSessionKey,
} from "./session-key.ts";
import { signFor } from "./signed-claim.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "drydock-session-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const later = () => Date.now() + 60_000;
const key = Buffer.alloc(32, 1);
const HOME_WORD = "the listener's own word";
const visit = (headers: Record<string, string>, now?: number, signedWith: Buffer = key) =>
  readVisitor({ key: signedWith, homeWord: HOME_WORD }, new Headers(headers), now);
const nobody = { session: null, why: "bad" };

describe("a session", () => {
  it("names its student, and how long it counts", () => {
    const expiresAt = later();
    const value = signSession(key, "ada", expiresAt);
    expect(visit({ cookie: `other=1; ${SESSION_COOKIE}=${value}; more=2` })).toEqual({
      session: { studentId: "ada", expiresAt, generation: generationOf(key) },
    });
  });

  it("that is changed, expired, foreign or not there is nobody, with the home word as well", () => {
    const expiresAt = later();
    const value = signSession(key, "ada", expiresAt);
    const [, , signature = ""] = value.split(".");
    const forged = [
      `student.${expiresAt}.${signature}`,
      `ada.${expiresAt + 1}.${signature}`,
      `ada.${expiresAt}.${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : "A"}`,
      `ada.${expiresAt}.`,
      `ada.${expiresAt}`,
      "",
      "ada",
      "x".repeat(100_000),
      // What this key has signed for something else.
      signFor(key, "invitation", { studentId: "ada", expiresAt }),
      signFor(key, "session over tls", { studentId: "ada", expiresAt }),
    ];
    for (const home of [{}, { [HOME_HEADER]: HOME_WORD }]) {
      for (const each of forged)
        expect([each, visit({ ...home, cookie: `${SESSION_COOKIE}=${each}` })]).toEqual([each, nobody]);
      const cookie = `${SESSION_COOKIE}=${value}`;
      expect(visit({ ...home, cookie }, undefined, Buffer.alloc(32, 2))).toEqual(nobody);
      expect(visit({ ...home, cookie }, expiresAt)).toEqual(nobody);
      expect(visit({ ...home, cookie }, expiresAt - 1).session?.studentId).toBe("ada");
    }
    expect(visit({})).toEqual({ session: null, why: "none" });
    expect(visit({ cookie: `other=${value}` })).toEqual({ session: null, why: "none" });
  });

  it("over https is one that no other host can have set, and beats what one has", () => {
    const expiresAt = later();
    const secure = signFor(key, "session over tls", { studentId: "ada", expiresAt });
    const mallory = signSession(key, "mallory", expiresAt);
    const both = `${SESSION_COOKIE}=${mallory}; ${SECURE_SESSION_COOKIE}=${secure}`;
    expect(visit({ cookie: both }).session?.studentId).toBe("ada");
    expect(visit({ cookie: `${SECURE_SESSION_COOKIE}=${mallory}` })).toEqual(nobody);
    // Of two that count and name two students, one was put there by somebody.
    const two = `${SESSION_COOKIE}=${mallory}; ${SESSION_COOKIE}=${signSession(key, "ada", expiresAt)}`;
    expect(visit({ cookie: two })).toEqual(nobody);
    expect(visit({ cookie: `${SESSION_COOKIE}=torn; ${SESSION_COOKIE}=${mallory}` }).session?.studentId).toBe(
      "mallory",
    );
  });

  it("is not needed where the listener says that it is the one student's own computer", () => {
    expect(visit({ [HOME_HEADER]: HOME_WORD }).session).toEqual({
      studentId: FIXED_STUDENT,
      expiresAt: null,
      generation: null,
    });
    for (const word of ["", "1", `${HOME_WORD}x`, "null"])
      expect(visit({ [HOME_HEADER]: word })).toEqual({ session: null, why: "none" });
    const without = readVisitor({ key, homeWord: null }, new Headers({ [HOME_HEADER]: "null" }));
    expect(without).toEqual({ session: null, why: "none" });
  });

  it("is not made for what is no student id", async () => {
    for (const id of ["", "a.b", "../x", "A", "x".repeat(41), "-a"]) {
      await expect(mintSession(dataDir, id)).rejects.toThrow("not a student id");
    }
  });
});

describe("the keys", () => {
  it("are made once, and nobody else can read them", async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => readSessionKey(dataDir)));
    const first = await readSessionKey(dataDir);
    expect(keys).toEqual(keys.map(() => first));
    await readVariantKey(dataDir);
    expect((await readdir(dataDir)).sort()).toEqual(["session.key", "variant.key"]);
    for (const name of ["session.key", "variant.key"])
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(dataDir, "session.key"), "utf8")).length).toBeGreaterThanOrEqual(43);
    await writeFile(join(dataDir, "session.key"), "short");
    await expect(readSessionKey(dataDir)).rejects.toThrow("session.key is not a key of this site");
  });

  it("of a site from before there were two leave every task as it was, through a sign-out of everybody", async () => {
    const old = await readSessionKey(dataDir);
    await replaceSessionKey(dataDir);
    expect(await readVariantKey(dataDir)).toEqual(old);
    const sessions = await readSessionKey(dataDir);
    expect(sessions).not.toEqual(old);
    await replaceSessionKey(dataDir);
    expect(await readVariantKey(dataDir)).toEqual(old);
    expect(await readSessionKey(dataDir)).not.toEqual(sessions);
    expect((await readdir(dataDir)).sort()).toEqual(["session.key", "variant.key"]);
    expect((await stat(join(dataDir, "session.key"))).mode & 0o777).toBe(0o600);
  });

  it("of sessions are followed by a running site, and one that is torn signs nobody in", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const followed = await followSessionKey(dataDir, 10);
    const first = followed.now();
    await replaceSessionKey(dataDir);
    const second = await readSessionKey(dataDir);
    await expect.poll(() => followed.now()).toEqual(second);
    expect(second).not.toEqual(first);
    await writeFile(join(dataDir, "session.key"), "torn");
    await expect.poll(() => followed.now().equals(second)).toBe(false);
    expect(quiet).toHaveBeenCalledOnce();
    await writeFile(join(dataDir, "session.key"), second.toString("base64url"));
    await expect.poll(() => followed.now()).toEqual(second);
    followed.close();
    quiet.mockRestore();
  });
});

describe("what is open on the strength of a session", () => {
  it("ends when the session expires or another key counts, and not before", async () => {
    let now = key;
    const open = new OpenSessions({ now: () => now, close: () => undefined }, 10);
    const ended: string[] = [];
    const generation = generationOf(key);
    open.hold({ expiresAt: Date.now() + 150, generation }, () => ended.push("short"));
    open.hold({ expiresAt: later(), generation }, () => ended.push("long"));
    open.hold({ expiresAt: null, generation: null }, () => ended.push("home"));
    open.hold({ expiresAt: later(), generation }, () => ended.push("left"))();
    await expect.poll(() => ended).toEqual(["short"]);
    now = Buffer.alloc(32, 2);
    await expect.poll(() => ended).toEqual(["short", "long"]);
    expect(open.size).toBe(1);
    open.close();
  });
});

describe("the origin of a write", () => {
  const host = "localhost:3000";
  it.each([
    { origin: "http://localhost:3000" },
    { origin: "https://localhost:3000" },
    { "sec-fetch-site": "same-origin" },
  ])("%o is ours", (headers) => {
    expect(() => checkOrigin(new Headers({ host, ...headers }))).not.toThrow();
  });
  it.each([
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
