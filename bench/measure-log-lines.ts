import { setTimeout as pause } from "node:timers/promises";
import { buildByCli } from "./build-by-cli.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";
import { prepareLab } from "./prepare-lab.ts";
import { pressBuild } from "./press-build.ts";
import type { ProcessMemory } from "./process-memory.ts";
import { forgetPeak, readProcessMemory } from "./process-memory.ts";

const LINES = 1_000_000;
const TIMES = 3;
/** After this the server's heap is what it keeps. */
const SETTLE_MS = 10_000;

/** A step that prints; `nonce` keeps it out of the cache. */
const dockerfile = (nonce: string) => `FROM debian:bookworm-slim\nRUN : ${nonce} && seq ${LINES}\n`;

/** (c) A million lines of log: how fast they come through, and what they cost the server. */
export const measureLogLines: Measure = {
  name: "log-lines",
  doing: "a million lines of log",
  async run(world) {
    const site = await world.site();
    const ours: number[] = [];
    const cli: number[] = [];
    const before: ProcessMemory[] = [];
    const after: ProcessMemory[] = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      world.signal.throwIfAborted();
      const nonce = `${Date.now()}-${turn}`;
      const lab = await prepareLab(world, [{ path: "Dockerfile", content: dockerfile(`ours-${nonce}`) }]);
      before.push(await readProcessMemory(site.pid));
      await forgetPeak(site.pid);
      const pressed = await pressBuild(lab, world.labId);
      if (pressed.lines < LINES) throw new Error(`only ${pressed.lines} lines of the log arrived`);
      ours.push((pressed.lines / pressed.builtMs) * 1000);
      await pause(SETTLE_MS, undefined, { signal: world.signal });
      after.push(await readProcessMemory(site.pid));
      await lab.seat.putFiles(lab.directory, [{ path: "Dockerfile", content: dockerfile(`cli-${nonce}`) }]);
      const built = await buildByCli(lab.seat, { ...lab, signal: world.signal });
      // The first lines are read together with the first step's and are not counted.
      if (built.lines < LINES * 0.99) throw new Error(`the command line printed ${built.lines} lines`);
      cli.push((LINES / built.totalMs) * 1000);
      world.report(
        `  ${Math.round(ours.at(-1) ?? 0)} lines/s; cli ${Math.round(cli.at(-1) ?? 0)} lines/s; peak ${Math.round((after.at(-1)?.peakBytes ?? 0) / 2 ** 20)} MiB`,
      );
    }
    const resident = (samples: readonly ProcessMemory[]) =>
      figure(
        "bytes",
        samples.map((one) => one.residentBytes),
      );
    return [
      {
        measure: "A million lines of log in one step, through to the client (more is better)",
        ours: figure("lines/s", ours),
        beside: { what: "docker buildx build in the same seat, into a pipe", figure: figure("lines/s", cli) },
      },
      {
        measure: "Memory of the server at the peak of a million lines",
        ours: figure(
          "bytes",
          after.map((one) => one.peakBytes),
        ),
        beside: { what: "before them", figure: resident(before) },
      },
      {
        measure: `Memory of the server ${SETTLE_MS / 1000} s after a million lines`,
        ours: resident(after),
        beside: { what: "before them", figure: resident(before) },
      },
    ];
  },
};
