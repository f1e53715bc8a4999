import type { Duplex } from "node:stream";
import { z } from "zod";
import type { SeatHost } from "../../core/seat/port.ts";
import { closeConnection } from "./incus/connection.ts";
import { IncusError } from "./incus/incus-error.ts";
import { incusRequest } from "./incus/request.ts";
import { type IncusWorld, studentHash } from "./incus-world.ts";
import { readUsage } from "./make-seat.ts";
import { findRunningSeat, findStudentSeat, lookForSeat, openStudentSeat } from "./open-student-seat.ts";
import { putToSleep } from "./put-to-sleep.ts";
import { registryAccess } from "./registry-access.ts";
import { removeSeat } from "./remove-seat.ts";
import { withSeatFault } from "./seat-fault.ts";
import { seatKeys } from "./seat-keys.ts";
import { takeGradingSeatFromIncus } from "./take-grading-seat.ts";
import { tendSeats } from "./tend-seats.ts";

const serverShape = z.object({ environment: z.object({ server_version: z.string() }) });

/** The seat host behind an Incus, wherever it is. State lives in Incus, so a restart of this process loses none. */
export function createIncusSeatHost(world: IncusWorld): SeatHost<Duplex> {
  const { incus } = world;
  let tending: Promise<void> | null = null;
  const tend = () =>
    (tending ??= withSeatFault("tend", () => tendSeats(world)).finally(() => {
      tending = null;
    }));
  /** Fills the place that was just emptied, without letting anybody wait for it or hear of its failure. */
  const refill = () => void tend().catch(() => undefined);
  const forStudent = <T>(doing: string, studentId: string, step: () => Promise<T>) =>
    world.forStudent(studentHash(world, studentId), () => withSeatFault(doing, step));

  return {
    describe: () =>
      withSeatFault("describe", async () => {
        const answer = await incusRequest(incus, "GET", "/1.0");
        const { standIns, proxy } = await world.facts();
        return {
          kind: "incus",
          version: serverShape.parse(answer.metadata).environment.server_version,
          standIns,
          limits: world.limits,
          buildProxy: proxy,
        };
      }),
    openSeat: async (studentId, options) => {
      const seat = await forStudent("openSeat", studentId, () => openStudentSeat(world, studentId, options));
      refill();
      return seat;
    },
    findSeat: (studentId, options) =>
      withSeatFault("findSeat", () => findRunningSeat(world, studentId, options?.watching)),
    inspectSeat: (studentId) =>
      withSeatFault("inspectSeat", async () => {
        const { seat, isAway } = await lookForSeat(world, studentHash(world, studentId));
        if (seat === null && isAway) throw new IncusError(0, "the seat's machine does not answer");
        const usage = await readUsage(incus, seat?.name ?? "none", (await world.facts()).goldenBytes);
        return { ...usage, sleptFor: seat?.config[seatKeys.sleptFor] === "memory" ? "memory" : null };
      }),
    sleepSeat: (studentId) =>
      forStudent("sleepSeat", studentId, async () => {
        const seat = await findStudentSeat(world, studentHash(world, studentId));
        if (seat?.status === "Running") await putToSleep(world, seat.name);
      }),
    discardSeat: (studentId) =>
      forStudent("discardSeat", studentId, async () => {
        for (;;) {
          const seat = await findStudentSeat(world, studentHash(world, studentId));
          if (seat === null) break;
          await removeSeat(world, seat.name);
        }
        // One that cannot be reached is deleted when it is back and its student has another.
        const hash = studentHash(world, studentId);
        for (const [name, student] of world.studentOf) if (student === hash) world.studentOf.delete(name);
      }),
    getRegistryAccess: (studentId) =>
      withSeatFault("getRegistryAccess", () => registryAccess(world, studentId)),
    takeGradingSeat: async (options) => {
      const seat = await withSeatFault("takeGradingSeat", () => takeGradingSeatFromIncus(world, options));
      refill();
      return seat;
    },
    memory: () => withSeatFault("memory", () => world.memory()),
    tend,
    close: async () => {
      await tending?.catch(() => undefined);
      closeConnection(incus);
    },
  };
}
