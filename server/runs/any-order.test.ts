import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { RunEvent, RunKind } from "../../core/run/event.ts";
import { fakeGrade, fakeReport } from "../../testing/engines/fake-engines.ts";
import type { TestDatabase } from "../../testing/test-database.ts";
import { startTestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import type { OpenDatabase } from "../db/open-database.ts";
import type { BuildOutcome, Emit } from "./engines.ts";
import { recoverRuns } from "./recover-runs.ts";

let database: TestDatabase;
beforeAll(async () => {
  // A process without its database says so, and that is all it can do.
  for (const says of ["error", "warn"] as const) vi.spyOn(console, says).mockImplementation(() => undefined);
  database = await startTestDatabase();
});
afterAll(() => database.close());

/** An engine at work, which does what the test says. */
interface Job {
  readonly emit: Emit;
  readonly end: (passed: boolean) => void;
}

/** A site whose process may die at any moment, and what its students have seen of their runs. */
class World {
  readonly #seen = new Map<string, { readonly student: string; events: readonly RunEvent[] }>();
  readonly #dead: (() => Promise<void>)[] = [];
  #jobs: Job[] = [];
  #count = 0;
  #process: { readonly site: CreatedSite; readonly opened: OpenDatabase } | null = null;

  async begin(): Promise<void> {
    this.#jobs = [];
    const opened = await database.reopen();
    await recoverRuns(opened.db);
    const work = <Result>(emit: Emit, signal: AbortSignal, passed: Result, failed: Result) =>
      new Promise<Result>((resolve, reject) => {
        this.#jobs.push({ emit, end: (well) => resolve(well ? passed : failed) });
        // Every third engine does not listen.
        if ((this.#count += 1) % 3 === 0) return;
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      });
    const built = { status: "built", report: fakeReport } as const;
    const failed = { status: "failed", message: "failed", line: 1 } as const;
    const site = await startTestSite({
      db: opened.db,
      dataDir: database.dataDir,
      config: { BUILDS_AT_ONCE: 1 },
      patienceMs: 20,
      engines: {
        buildImage: (_seat, { emit, signal }) => work<BuildOutcome>(emit, signal, built, failed),
        gradeWorkspace: ({ emit, signal }) => work(emit, signal, fakeGrade(10), fakeGrade(0)),
      },
    });
    this.#process = { site, opened };
  }

  /** It has no time to write anything: from one moment to the next nothing of it reaches the database. */
  async die(): Promise<void> {
    const { site, opened } = this.#now();
    await opened.close();
    this.#dead.push(() => site.stop().catch(() => undefined));
    await this.begin();
  }

  async restart(): Promise<void> {
    const { site, opened } = this.#now();
    await site.stop();
    await opened.close();
    await this.begin();
  }

  async start(student: string, kind: RunKind): Promise<void> {
    const { run } = await this.#now().site.site.runs.startRun(student, TEST_LAB, kind);
    if (!this.#seen.has(run.id)) this.#seen.set(run.id, { student, events: [] });
  }

  async cancel(which: number): Promise<void> {
    const runs = [...this.#seen];
    const one = runs[which % Math.max(1, runs.length)];
    if (one !== undefined) await this.#now().site.site.runs.cancelRun(one[1].student, one[0]);
  }

  say(which: number): void {
    const text = `line ${(this.#count += 1)}\n`;
    this.#jobs[which % Math.max(1, this.#jobs.length)]?.emit({ type: "log", stepId: text, text });
  }

  end(which: number, passed: boolean): void {
    this.#jobs.splice(which % Math.max(1, this.#jobs.length), 1)[0]?.end(passed);
  }

  /** What a student has seen once is there for good, in its place, and nothing comes after an end. */
  async look(): Promise<void> {
    for (const [id, run] of this.#seen) {
      const events = await this.#now().site.site.runs.readRunEvents(run.student, id, 0, 10_000);
      expect(events.slice(0, run.events.length)).toEqual(run.events);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      if (run.events.at(-1)?.type === "final") expect(events).toHaveLength(run.events.length);
      run.events = events;
    }
  }

  async settle(): Promise<void> {
    await vi.waitFor(
      async () => {
        while (this.#jobs.length > 0) this.end(0, true);
        for (const [id, { student }] of this.#seen)
          expect((await this.#now().site.site.runs.getRun(student, id))?.state).toBe("finished");
      },
      { timeout: 30_000, interval: 10 },
    );
    await this.look();
    for (const { events } of this.#seen.values())
      expect(events.filter(({ type }) => type === "final")).toHaveLength(1);
  }

  async close(): Promise<void> {
    const { site, opened } = this.#now();
    await site.stop();
    await opened.close();
    for (const stop of this.#dead) await stop();
  }

  #now() {
    if (this.#process === null) throw new Error("not begun");
    return this.#process;
  }
}

const acts = {
  build: (world: World, n: number) => world.start(`student-${n % 3}`, "build"),
  check: (world: World, n: number) => world.start(`student-${n % 3}`, "check"),
  cancel: (world: World, n: number) => world.cancel(n),
  say: (world: World, n: number) => world.say(n),
  "end well": (world: World, n: number) => world.end(n, true),
  "end badly": (world: World, n: number) => world.end(n, false),
  look: (world: World) => world.look(),
  "let time pass": () => new Promise<void>((resolve) => setImmediate(resolve)),
  restart: (world: World) => world.restart(),
  die: (world: World) => world.die(),
} as const;
type Act = keyof typeof acts;
const weights: Record<Act, number> = {
  build: 6,
  check: 3,
  cancel: 2,
  say: 6,
  "end well": 2,
  "end badly": 1,
  look: 4,
  "let time pass": 3,
  restart: 2,
  die: 2,
};
const act = fc.record({
  says: fc.oneof(
    ...Object.entries(weights).map(([says, weight]) => ({ weight, arbitrary: fc.constant(says as Act) })),
  ),
  n: fc.nat(5),
});

it("every run ends once, and no line that was seen is lost, in whatever order things happen", async () => {
  const property = fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (steps) => {
    const world = new World();
    await world.begin();
    try {
      for (const { says, n } of steps) await acts[says](world, n);
      await world.settle();
    } finally {
      await world.close();
    }
  });
  // A failure is shown as it was found: to shrink one, each try would take a second.
  await fc.assert(property, { numRuns: 15, endOnFailure: true });
});
