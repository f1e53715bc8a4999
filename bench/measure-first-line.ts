import { setTimeout as pause } from "node:timers/promises";
import type { SeatHost } from "../core/seat/port.ts";
import type { World } from "./bench-world.ts";
import { furtherStudents } from "./bench-world.ts";
import { quantile } from "./figure.ts";
import type { Measure } from "./measure.ts";
import type { SiteClient } from "./site-client.ts";
import { followRun, pressButton, saveWorkspace } from "./site-client.ts";

const TIMES = 12;
/** On a machine that has other work to do, fewer turns: after this long none begins. */
const MOST_MS = 150_000;
const LEAST_TIMES = 3;
const P95 = 0.95;
const DIRECTORY = "/workspace/bench-first-line";
/** What a seat does right after it has started belongs to nobody's build. */
const SETTLE_MS = 1000;

const states = ["awake", "asleep", "none"] as const;
type State = (typeof states)[number];
const names: Record<State, string> = { awake: "a warm seat", asleep: "a sleeping seat", none: "no seat yet" };

/** A step that says one line; `nonce` keeps it out of the cache. The line itself is not in the Dockerfile. */
const dockerfile = (nonce: string) => `FROM debian:bookworm-slim\nRUN echo said-$((1 + 1))-${nonce}\n`;

/** In the seat: milliseconds from starting the command line to the line that the step prints. */
const SCRIPT = `
cd "$1" || exit 90
began=$(date +%s%N)
docker buildx build --progress=plain --tag bench-first-line . 2>&1 | {
  grep -m1 "said-2-" > /dev/null && echo $(( ($(date +%s%N) - began) / 1000000 )); cat > /dev/null
}
`;

/** (f) How long somebody looks at an empty log: from pressing Build to the first line that a step prints. */
export const measureFirstLine: Measure = {
  name: "first-line",
  doing: "from pressing Build to the first line of the log",
  async run(world) {
    const [student = ""] = furtherStudents;
    const client = await world.clientOf(student);
    const host = await world.seatHost();
    const ours: Record<State, number[]> = { awake: [], asleep: [], none: [] };
    const cli: number[] = [];
    const began = performance.now();
    for (let turn = 0; turn < TIMES; turn += 1) {
      if (turn >= LEAST_TIMES && performance.now() - began > MOST_MS) break;
      for (const state of states) {
        world.signal.throwIfAborted();
        await bringInto(host, student, state);
        const nonce = `${Date.now()}`;
        await saveWorkspace(client, world.labId, [{ path: "Dockerfile", content: dockerfile(nonce) }]);
        ours[state].push(await timeFirstLine(client, world.labId, nonce));
      }
      cli.push(await timeByCli(world, host, student));
      const last = states.map((state) => `${state} ${(ours[state].at(-1) ?? NaN).toFixed(0)} ms`).join(", ");
      world.report(`  ${last}; command line ${(cli.at(-1) ?? NaN).toFixed(0)} ms`);
    }
    await host.discardSeat(student);
    const beside = {
      what: "docker buildx build in the same seat, awake, p95",
      figure: quantile("ms", cli, P95),
    };
    return states.map((state) => ({
      measure: `From pressing Build to the first line of the log with ${names[state]}, p95`,
      ours: quantile("ms", ours[state], P95),
      beside,
    }));
  },
};

async function bringInto(host: SeatHost, student: string, state: State): Promise<void> {
  if (state === "none") return host.discardSeat(student);
  await host.openSeat(student);
  if (state === "asleep") return host.sleepSeat(student);
  await pause(SETTLE_MS);
}

async function timeFirstLine(client: SiteClient, labId: string, nonce: string): Promise<number> {
  const began = performance.now();
  const runId = await pressButton(client, labId, "build");
  let firstMs = NaN;
  const final = await followRun(client, runId, (event) => {
    if (Number.isNaN(firstMs) && event.type === "log" && event.text.includes(`said-2-${nonce}`))
      firstMs = performance.now() - began;
  });
  if (final.outcome !== "passed" || Number.isNaN(firstMs))
    throw new Error(`the build ended: ${final.outcome}: ${final.message}`);
  return firstMs;
}

async function timeByCli(world: World, host: SeatHost, student: string): Promise<number> {
  const seat = await host.openSeat(student);
  await seat.putFiles(DIRECTORY, [{ path: "Dockerfile", content: dockerfile(`cli-${Date.now()}`) }]);
  const result = await seat.exec(["sh", "-c", SCRIPT, "sh", DIRECTORY], {
    signal: world.signal,
    timeoutMs: 120_000,
  });
  const firstMs = Number(result.stdout.trim());
  if (result.exitCode !== 0 || !(firstMs > 0))
    throw new Error(`docker buildx build could not be timed: ${result.stderr.slice(-500)}`);
  return firstMs;
}
