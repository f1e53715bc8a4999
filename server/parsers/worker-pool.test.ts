import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { WorkerPool } from "./worker-pool.ts";

/** Does what it is asked in JavaScript, so that every end of a thread can be brought about. */
const PROGRAM = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", ({ id, input }) => {
    try { parentPort.postMessage({ id, output: eval(input) }); }
    catch (error) { parentPort.postMessage({ id, error: String(error) }); }
  });
  parentPort.postMessage("ready");`;
const make = (jobMs = 60_000, waiting = 10) =>
  new WorkerPool((resourceLimits) => new Worker(PROGRAM, { eval: true, resourceLimits }), {
    threads: 1,
    jobMs,
    startMs: 60_000,
    waiting,
    resources: { maxOldGenerationSizeMb: 32 },
  });

describe("a pool of threads", () => {
  it("ends a job that does not end, says so, and does the next in a new thread", async () => {
    const pool = make(1000);
    const endless = pool.run("endless", "for (;;) {}");
    const next = pool.run("next", "1 + 1");
    await expect(endless).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(next).resolves.toBe(2);
  });

  it("ends a job that takes all memory, and not the process", async () => {
    const pool = make();
    await expect(
      pool.run("hungry", "const all = []; for (;;) all.push(new Array(1e5).fill({}))"),
    ).rejects.toMatchObject({
      code: "TOO_LARGE",
    });
    await expect(pool.run("next", "2")).resolves.toBe(2);
  });

  it("hands a job's own mistake and a thread's end to who asked", async () => {
    const pool = make();
    await expect(pool.run("broken", "nothing()")).rejects.toMatchObject({ code: "INTERNAL" });
    await expect(pool.run("gone", "process.exit(3)")).rejects.toMatchObject({ code: "INTERNAL" });
    await expect(pool.run("next", "3")).resolves.toBe(3);
  });

  it("lets no more wait than it may", async () => {
    const pool = make(1000, 1);
    const first = pool.run("first", "for (;;) {}");
    const second = pool.run("second", "4");
    await expect(pool.run("third", "5")).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(first).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(second).resolves.toBe(4);
  });
});
