import { buildByCli } from "./build-by-cli.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";
import { prepareLab } from "./prepare-lab.ts";
import { pressBuild } from "./press-build.ts";

const TIMES = 9;

/** (b) The first byte of the log, at the client of the site and at the command line in the same seat. */
export const measureFirstByte: Measure = {
  name: "first-byte",
  doing: "the first byte of the log",
  async run(world) {
    const lab = await prepareLab(world, [
      { path: "Dockerfile", content: "FROM debian:bookworm-slim\nRUN true\n" },
    ]);
    const ours: number[] = [];
    const cli: number[] = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      world.signal.throwIfAborted();
      ours.push((await pressBuild(lab, world.labId)).firstByteMs);
      cli.push((await buildByCli(lab.seat, { ...lab, signal: world.signal })).firstByteMs);
    }
    return [
      {
        measure: "First byte of the log, from pressing Build",
        ours: figure("ms", ours),
        beside: { what: "docker buildx build in the same seat, its first step", figure: figure("ms", cli) },
      },
    ];
  },
};
