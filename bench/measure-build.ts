import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { World } from "./bench-world.ts";
import { buildByCli, forgetBuild } from "./build-by-cli.ts";
import type { Inside } from "./exec-inside.ts";
import type { Row } from "./figure.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";
import type { PreparedLab } from "./prepare-lab.ts";
import { prepareLab } from "./prepare-lab.ts";
import type { PressedBuild } from "./press-build.ts";
import { pressBuild } from "./press-build.ts";
import { readWorkspace } from "./site-client.ts";
import { startBareEngine } from "./start-bare-engine.ts";

const COLD_TIMES = 3;
const CACHED_TIMES = 9;

interface Samples {
  readonly ours: PressedBuild[];
  /** Milliseconds of the command line. */
  readonly seat: number[];
  readonly bare: number[];
}

/** (a) Pressing Build, against the command line in the same seat and bare on the machine. */
export const measureBuild: Measure = {
  name: "build",
  doing: "pressing Build, against docker buildx build",
  async run(world) {
    const lab = await prepareLab(world);
    const bare = await tryBareEngine(world, lab);
    const engine = typeof bare === "string" ? null : bare;
    const cold = await takeTurns(world, lab, engine, { times: COLD_TIMES, forget: true });
    // Each of them has built it now.
    const cached = await takeTurns(world, lab, engine, { times: CACHED_TIMES, forget: false });
    const why = typeof bare === "string" ? bare : null;
    return [...rowsOf("nothing cached", cold, why), ...rowsOf("all cached", cached, why)];
  },
};

/** By turns, so that all meet the same noise; who is first changes, because the second finds files in memory. */
async function takeTurns(
  world: World,
  lab: PreparedLab,
  bare: Inside | null,
  { times, forget }: { readonly times: number; readonly forget: boolean },
): Promise<Samples> {
  const samples: Samples = { ours: [], seat: [], bare: [] };
  const build = { directory: lab.directory, tag: lab.tag, signal: world.signal };
  const sides = [
    async () => {
      if (forget) await forgetBuild(lab.seat, lab.tags, world.signal);
      samples.ours.push(await pressBuild(lab, world.labId));
    },
    async () => {
      if (forget) await forgetBuild(lab.seat, lab.tags, world.signal);
      samples.seat.push((await buildByCli(lab.seat, build)).totalMs);
    },
    async () => {
      if (bare === null) return;
      if (forget) await forgetBuild(bare, [lab.tag], world.signal);
      samples.bare.push((await buildByCli(bare, build)).totalMs);
    },
  ];
  for (let turn = 0; turn < times; turn += 1) {
    for (let place = 0; place < sides.length; place += 1) {
      world.signal.throwIfAborted();
      await sides[(place + turn) % sides.length]?.();
    }
    const { builtMs = NaN, finalMs = NaN } = samples.ours.at(-1) ?? {};
    const [seat, bareMs] = [samples.seat.at(-1) ?? NaN, samples.bare.at(-1) ?? NaN];
    world.report(
      `  built ${builtMs.toFixed(0)} ms, end ${finalMs.toFixed(0)} ms; command line ${seat.toFixed(0)} ms, bare ${bareMs.toFixed(0)} ms`,
    );
  }
  return samples;
}

function rowsOf(state: string, { ours, seat, bare }: Samples, whyNotBare: string | null): Row[] {
  const built = figure(
    "ms",
    ours.map((one) => one.builtMs),
  );
  const inSeat = { what: "docker buildx build in the same seat", figure: figure("ms", seat) };
  const onMachine: Row = {
    measure: `Build, ${state}: to \`built\``,
    ours: built,
    beside: {
      what: "docker buildx build, the same engine bare on the machine",
      figure: bare.length === 0 ? null : figure("ms", bare),
    },
    ...(whyNotBare === null ? {} : { note: `Not started bare: ${whyNotBare}.` }),
  };
  return [
    { measure: `Build, ${state}: from pressing Build to \`built\``, ours: built, beside: inSeat },
    {
      measure: `Build, ${state}: from pressing Build to the end, report and all`,
      ours: figure(
        "ms",
        ours.map((one) => one.finalMs),
      ),
      beside: inSeat,
    },
    onMachine,
  ];
}

/** The engine with the lab's files in the same folder as in the seat, or why there is none. */
async function tryBareEngine(world: World, lab: PreparedLab): Promise<Inside | string> {
  try {
    const engine = await startBareEngine(world);
    for (const { path, content } of await readWorkspace(lab.client, world.labId)) {
      const file = join(`/proc/${engine.pid}/root`, lab.directory, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return engine;
  } catch (error) {
    world.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    world.report(`  no bare engine: ${reason}`);
    return reason.slice(0, 200);
  }
}
