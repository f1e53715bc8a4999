import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../../testing/test-database.ts";
import { readConfig } from "../../config.ts";
import { recordStart } from "../../security-log/record-start.ts";
import { SecurityLog } from "../../security-log/security-log.ts";
import { makeInvitation } from "../../session/make-invitation.ts";
import { findSession, SECURE_SESSION_COOKIE, SESSION_COOKIE } from "../../session/session-cookie.ts";
import { fixedKey } from "../../session/session-key.ts";
import { signIn } from "../../session/sign-in.ts";
import { readSecurityLog } from "./read-security-log.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
const read = (what: string) => readSecurityLog(database.db, { last: 100, what });

it("rows stay as they are: the database refuses what would change them", async () => {
  const log = new SecurityLog(database.db);
  await log.add({ who: "ada", what: "solution opened", whom: "demo/first/one", newValue: { times: 1 } });
  const [row] = await read("solution opened");
  expect(row).toMatchObject({
    who: "ada",
    whom: "demo/first/one",
    oldValue: null,
    newValue: { times: 1 },
    reason: null,
    leftOut: 0,
  });
  for (const statement of [
    "update security_log set who = 'bob'",
    "delete from security_log",
    "truncate security_log",
    "truncate security_log, students cascade",
    "set session_replication_role = replica; delete from security_log",
  ])
    await expect(database.db.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { message: "the security log is only ever added to" },
    });
  expect(await read("solution opened")).toEqual([row]);
});

it("a flood of acts is counted and not kept row by row, and holds nobody else up", async () => {
  let now = 1_000_000;
  const log = new SecurityLog(database.db, () => now);
  const knock = (who: string) => log.add({ who, what: "seat discarded", whom: who });
  for (let count = 0; count < 500; count += 1) await knock("eve");
  await knock("ada");
  now += 60_000;
  await knock("eve");
  const rows = await read("seat discarded");
  expect(rows.filter(({ who }) => who === "ada")).toHaveLength(1);
  const eves = rows.filter(({ who }) => who === "eve");
  expect(eves.length).toBe(31);
  expect(eves.at(-1)?.leftOut).toBe(470);
});

it("a start keeps the settings without what opens anything, and which were others before", async () => {
  const log = new SecurityLog(database.db);
  const config = readConfig({
    DATABASE_URL: "postgres://drydock:hunter2@db.example/drydock",
    SEAT_HOST_JOIN: "token-of-the-cluster",
  });
  await recordStart(log, database.db, config);
  await recordStart(log, database.db, { ...config, SIGN_IN: "invitation", HOST: "0.0.0.0" });
  const [first, second] = await read("start");
  expect(first).toMatchObject({ who: "the site", whom: null, oldValue: null });
  expect(second?.oldValue).toEqual({ SIGN_IN: "none", HOST: "127.0.0.1" });
  expect(second?.newValue).toMatchObject({ SIGN_IN: "invitation", HOST: "0.0.0.0", DATABASE_URL: "(set)" });
  expect(JSON.stringify([first, second])).not.toMatch(/hunter2|token-of-the-cluster/);
});

it("an invitation signs its student in, by both names of the cookie, and what is none does not", async () => {
  const key = Buffer.alloc(32, 3);
  const parts = { key: fixedKey(key), log: new SecurityLog(database.db) };
  const of = (days: number, signer = key) =>
    makeInvitation(signer, "ada", { origin: "https://course.example.org", days }).link;
  const link = of(7);
  const [place, invitation = ""] = link.split("#");
  expect(place).toBe("https://course.example.org/enter");

  // Without JavaScript the whole link is what somebody pastes.
  for (const [isSecure, name, pasted] of [
    [false, SESSION_COOKIE, link],
    [true, SECURE_SESSION_COOKIE, invitation],
  ] as const) {
    const signed = await signIn(parts, ` ${pasted}\n`, isSecure);
    const cookie = signed.status === "signed-in" ? signed.setCookie : "";
    expect(cookie).toMatch(
      new RegExp(
        `^${name}=ada\\.[^;]*; Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}; Max-Age=\\d+$`,
      ),
    );
    const [pair = ""] = cookie.split(";");
    expect(findSession(key, pair, Date.now())).toMatchObject({ status: "counts", studentId: "ada" });
  }
  const after = (text: string) => text.split("#")[1] ?? "";
  expect(await signIn(parts, after(of(-1)), false)).toEqual({ status: "expired" });
  for (const wrong of [
    after(of(7, Buffer.alloc(32, 4))),
    invitation.replace("ada", "bob"),
    "",
    "x".repeat(10_000),
    invitation.split(".").slice(0, 2).join("."),
  ])
    expect(await signIn(parts, wrong, false)).toEqual({ status: "unknown" });

  expect(await read("sign-in")).toMatchObject([
    { who: "ada", whom: "ada" },
    { who: "ada", whom: "ada" },
  ]);
  const refused = await read("sign-in refused");
  expect(refused).toHaveLength(6);
  expect(refused[0]).toMatchObject({ who: "nobody", whom: "ada", reason: "the invitation is over" });
  expect(JSON.stringify(await readSecurityLog(database.db, { last: 1000 }))).not.toContain(
    after(link).slice(-43),
  );
});

it.each(["Ada", "ada smith", "", "../ada", "ada.1", "-ada", "a".repeat(41), "ädä"])(
  "nobody is invited as %j",
  (name) => {
    const make = () => makeInvitation(Buffer.alloc(32, 3), name, { origin: "http://localhost", days: 1 });
    expect(make).toThrow("cannot be a student's name");
  },
);
