import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Attack, Verdict } from "./attack.ts";
import { attacks } from "./attacks/all.ts";
import type { Ground } from "./ground.ts";
import { judgeClaims } from "./judge.ts";
import { runAttacks } from "./run-attacks.ts";

const ground = {} as Ground;
const held: Verdict = judgeClaims({ held: true }, { "a pipe": true });
const attack = (id: string, run: Attack["run"], more: Partial<Attack> = {}): Attack => ({
  id,
  title: id,
  from: "the web",
  expects: "held",
  run,
  ...more,
});
const never = () => new AbortController().signal;

describe("runAttacks", () => {
  it("reports in the order of the list, whichever ends first", async () => {
    const told: string[] = [];
    const results = await runAttacks(
      [
        attack("slow", async () => {
          await pause(60);
          return held;
        }),
        attack("loud", () => Promise.resolve(held), { loud: true }),
        attack("quick", () => Promise.resolve(held)),
      ],
      ground,
      never(),
      ({ id }) => told.push(id),
    );
    expect(results.map(({ id }) => id)).toEqual(["slow", "loud", "quick"]);
    expect(told).toEqual(["quick", "slow", "loud"]);
  });

  it("runs a loud one alone", async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(20);
      running -= 1;
      return held;
    };
    const loud = ["a", "b", "c"].map((id) => attack(id, run, { loud: true }));
    await runAttacks(loud, ground, never(), () => undefined);
    expect(most).toBe(1);
  });

  it("gives up one that does not end, and one that throws, and goes on", async () => {
    const results = await runAttacks(
      [
        attack("endless", () => new Promise(() => undefined), { seconds: 0.05 }),
        attack("broken", () => Promise.reject(new Error("no seat"))),
        attack("fine", () => Promise.resolve(held)),
      ],
      ground,
      never(),
      () => undefined,
    );
    expect(results.map(({ status }) => status)).toEqual(["untried", "untried", "contained"]);
    expect(results[0]?.evidence).toContain("not over within 0.05 s");
  });

  it("tries once more, when the others are over, what could not be tried", async () => {
    let tries = 0;
    const order: string[] = [];
    const shaky = attack("shaky", () => {
      tries += 1;
      order.push("shaky");
      return tries === 1 ? Promise.reject(new Error("busy")) : Promise.resolve(held);
    });
    const loud = attack("loud", () => (order.push("loud"), Promise.resolve(held)), { loud: true });
    const results = await runAttacks([shaky, loud], ground, never(), () => undefined);
    expect(order).toEqual(["shaky", "loud", "shaky"]);
    expect(results.map(({ status }) => status)).toEqual(["contained", "contained"]);
  });

  it("does not begin another one once it is stopped", async () => {
    const stop = new AbortController();
    let begun = 0;
    const run = () => {
      begun += 1;
      stop.abort(new Error("stopped"));
      return Promise.resolve(held);
    };
    const loud = ["a", "b", "c"].map((id) => attack(id, run, { loud: true }));
    const results = await runAttacks(loud, ground, stop.signal, () => undefined);
    expect(begun).toBe(1);
    expect(results.slice(1).map(({ status }) => status)).toEqual(["cut", "cut"]);
    expect(results[2]?.evidence).toMatch(/^not run.*: stopped$/);
  });
});

describe("the list of attacks", () => {
  it("has at least forty, each with a name of its own", () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40);
    expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length);
    for (const { id } of attacks) expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
  });
});
