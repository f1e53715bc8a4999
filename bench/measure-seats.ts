import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { SeatHost } from "../core/seat/port.ts";
import type { World } from "./bench-world.ts";
import { furtherStudents } from "./bench-world.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";
import { readAvailableMemory } from "./process-memory.ts";

/** A seat that has just started still reads its files; after this it idles. */
const SETTLE_MS = 8_000;

/** (e) Seats: how long somebody waits for one, and what an idle one costs the machine. */
export const measureSeats: Measure = {
  name: "seats",
  doing: "cloning and waking seats",
  async run(world) {
    const host = await world.seatHost();
    const clones: number[] = [];
    const taken: number[] = [];
    const counted: number[] = [];
    for (const student of furtherStudents) {
      world.signal.throwIfAborted();
      const before = await readAvailableMemory();
      clones.push(await timeOpen(host, student, world));
      await pause(SETTLE_MS, undefined, { signal: world.signal });
      taken.push(before - (await readAvailableMemory()));
      counted.push((await host.inspectSeat(student)).memoryBytes);
    }
    const wakes: number[] = [];
    const opens: number[] = [];
    for (const student of furtherStudents) {
      world.signal.throwIfAborted();
      opens.push(await timeOpen(host, student, world));
      await host.sleepSeat(student);
      wakes.push(await timeOpen(host, student, world));
    }
    for (const student of furtherStudents) await host.discardSeat(student);
    return [
      {
        measure: "A fresh seat: clone, start, its engine answers",
        ours: figure("ms", clones),
        beside: { what: "a seat that is awake, to its engine's answer", figure: figure("ms", opens) },
      },
      {
        measure: "A sleeping seat wakes: start, its engine answers",
        ours: figure("ms", wakes),
        beside: { what: "a fresh seat", figure: figure("ms", clones) },
      },
      {
        measure: "Memory of the machine that each further idle seat takes",
        ours: figure("bytes", taken),
        beside: { what: "the seat's own count, page cache included", figure: figure("bytes", counted) },
      },
    ];
  },
};

async function timeOpen(host: SeatHost<Duplex>, student: string, world: World): Promise<number> {
  const began = performance.now();
  await host.openSeat(student, { signal: world.signal });
  return performance.now() - began;
}
