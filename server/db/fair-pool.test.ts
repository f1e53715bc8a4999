import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import type { Database } from "./open-database.ts";
import { asStudent, asVital, type Fate } from "./who-asks.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await startTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

/** How many statements of ours the server is at now, by what they hold. */
async function atWork(): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'",
  );
  return rows[0]?.n ?? 0;
}

it("one student's queries hold a few connections; another's, and everybody's saves, go on", async () => {
  const fate: Fate = { busy: false };
  let done = 0;
  const slow = Array.from({ length: 60 }, () =>
    asStudent("ada", fate, () => db.execute("select pg_sleep(0.2)")).then(() => (done += 1)),
  );
  await sleep(100);
  expect(await atWork()).toBeLessThanOrEqual(3);
  await asStudent("ben", fate, () => db.execute("select 1"));
  await asVital("ada", () => db.transaction((tx) => tx.execute("select 1")));
  // Ada's sixty take twenty turns of three; the others waited for none of them.
  expect(done).toBeLessThan(30);
  await Promise.all(slow);
  expect(fate.busy).toBe(false);
});

it("when students hold all that is theirs, saves and events have connections left", async () => {
  const fate: Fate = { busy: false };
  const hold = Array.from({ length: 10 }, (_, index) =>
    Array.from({ length: 3 }, () =>
      asStudent(`student-${index}`, fate, () => db.execute("select pg_sleep(1)")),
    ),
  ).flat();
  let held = true;
  const all = Promise.all(hold).then(() => (held = false));
  await asVital("ada", () => db.execute("select 1"));
  expect(held).toBe(true);
  await all;
});

it("a query that fails, and a transaction that is broken off, give their connections back", async () => {
  const fate: Fate = { busy: false };
  for (let index = 0; index < 40; index++) {
    await expect(asStudent("ada", fate, () => db.execute("select nonsense"))).rejects.toThrow();
    await expect(
      asStudent("ada", fate, () => db.transaction(() => Promise.reject(new Error("broken off")))),
    ).rejects.toThrow("broken off");
  }
  await asStudent("ada", fate, () => db.execute("select 1"));
  // A wrong statement is a fault of ours, and not told as something that passes.
  expect(fate.busy).toBe(false);
});

it("a database that is too slow, or cuts the line, is told as busy", async () => {
  const slow: Fate = { busy: false };
  await expect(
    asStudent("ada", slow, () => db.execute("set statement_timeout = 50; select pg_sleep(5)")),
  ).rejects.toThrow();
  expect(slow.busy).toBe(true);
  const cut: Fate = { busy: false };
  const cutting = expect(
    asStudent("ada", cut, () => db.execute("select pg_sleep(5), 'cut'")),
  ).rejects.toThrow();
  await sleep(100);
  await db.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like '%''cut''' ");
  await cutting;
  expect(cut.busy).toBe(true);
});
