import { createPlainLog } from "../../core/run/plain-log.ts";
import type { Attack } from "../attack.ts";
import { isWell, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { hammer, type Loaded, loadSeat, loadSmallDisk, MOST_MIB } from "./load-seat.ts";
import { build, type Built, step, told } from "./run-build.ts";
import { takeMemory } from "./scripts.ts";

const FROM = "a build step";
const MIB = 1024 ** 2;

/** Writes a file until the disk is full, and is a step that fails when it was. */
const fill = (file: string) =>
  `head -c ${MOST_MIB}M /dev/urandom > ${file} || held=yes; stat -c 'written %s' ${file}; ${hammer(file)}; [ -z "$held" ]`;

function judgeFill({ outcome, log }: Built): Loaded {
  const written = Number(/written (\d+)/.exec(createPlainLog()(log))?.[1] ?? NaN);
  return {
    walls: {
      [`${told(outcome)}, ${Math.round(written / MIB)} MiB were written`]: outcome.status !== "built",
    },
    control: {
      "the step wrote until the disk was full, or had written all":
        written > 16 * MIB && (written >= MOST_MIB * MIB || /quota|no space/i.test(log + told(outcome))),
    },
  };
}

export const buildLoads: readonly Attack[] = [
  {
    id: "build/memory",
    title: "A step that takes more memory than the seat has",
    from: FROM,
    expects: "The step is killed, the build ends with that reason, the engine lives on.",
    loud: true,
    run: (ground, signal) =>
      loadSeat(
        ground,
        async (seat) => {
          const hog = `${takeMemory(2 * ground.config.SEAT_MEMORY)} > /dev/null`;
          const { outcome, log } = await build(
            seat,
            signal,
            step(`set -e; echo be''gun; for i in 1 2 3; do ${hog} || held=yes; done; [ -z "$held" ]`),
          );
          return {
            walls: { [told(outcome)]: outcome.status === "limit" || outcome.status === "failed" },
            control: { "the step ran": log.includes("begun") },
          };
        },
        { bites: "memory" },
      ),
  },
  {
    id: "build/fork-bomb",
    title: "A step that forks without end",
    from: FROM,
    expects: "The seat's process limit ends it; the build ends at its time limit at the latest.",
    loud: true,
    run: (ground, signal) =>
      loadSeat(
        ground,
        async (seat) => {
          const { outcome, ms, log } = await build(
            seat,
            signal,
            step("echo be''gun; i=0; while [ $i -lt 1200 ]; do sleep 6 & i=$((i+1)); done; wait"),
            { seconds: 30 },
          );
          return {
            walls: {
              [`${told(outcome)} after ${ms} ms`]: outcome.status === "limit" || outcome.status === "failed",
            },
            control: { "the step ran": log.includes("begun") },
          };
        },
        { bites: "processes" },
      ),
  },
  {
    id: "build/output",
    title: "A step that prints without end",
    from: FROM,
    expects: "The build ends at the limit of its log, and no more than that is kept.",
    // In a seat of its own: an engine that gathers such a log may take all of its memory.
    loud: true,
    run: (ground, signal) =>
      ground.withSeat({}, async (seat) => {
        const { outcome, log, ms } = await build(seat, signal, step("yes the same line again and again"), {
          logBytes: MIB,
        });
        return judgeClaims(
          {
            [`${told(outcome)} after ${ms} ms`]: outcome.status === "limit",
            [`${log.length} characters of log`]: log.length < 2 * MIB,
          },
          { "the step printed": log.length > MIB / 2 },
        );
      }),
  },
  {
    id: "build/layer-fill",
    title: "A step that fills the disk with a layer",
    from: FROM,
    expects: "Layers count towards the seat's disk; the build fails with that reason.",
    loud: true,
    run: (ground, signal) =>
      loadSmallDisk(ground, async (seat) => {
        const built = await build(seat, signal, step(fill("/fill")));
        return judgeFill(built);
      }),
  },
  {
    id: "build/cache-fill",
    title: "A step that fills BuildKit's cache mounts",
    from: FROM,
    expects: "The cache counts towards the seat's disk.",
    loud: true,
    run: (ground, signal) =>
      loadSmallDisk(ground, async (seat) => {
        const built = await build(seat, signal, step(fill("/c/fill"), "--mount=type=cache,target=/c"));
        return judgeFill(built);
      }),
  },
  {
    id: "build/engine-killed",
    title: "Kill the engine in the middle of a build",
    from: "a seat's root",
    expects: "The build ends with words that say so, another seat notices nothing, the engine comes back.",
    loud: true,
    run: async (ground, signal) => {
      const neighbour = await ground.neighbour();
      return await ground.withSeat({}, async (seat) => {
        const building = build(seat, signal, step("sleep 40")).then(
          ({ outcome }) => `outcome ${told(outcome)}`,
          (error: unknown) => `error ${error instanceof Error ? error.message : String(error)}`,
        );
        const killed = await sh(
          seat,
          "for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -f 'sleep 4[0]' > /dev/null && break; sleep 1; done; kill -9 $(pidof dockerd) $(pidof containerd)",
        ).catch(() => ({ exitCode: 1 }));
        const ended = await building;
        const { well, ms } = await isWell(neighbour);
        return judgeClaims(
          {
            [`the build ended: ${ended.slice(0, 140)}`]: !ended.includes("built"),
            [`another seat's engine answers within ${ms} ms`]: well,
          },
          { "the engine was killed": killed.exitCode === 0 },
        );
      });
    },
  },
];
