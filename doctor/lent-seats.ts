import { type Duplex, PassThrough } from "node:stream";
import type { SeatHost } from "../core/seat/port.ts";
import { fakeSeatHost } from "../testing/engines/fake-engines.ts";
import type { AnySeat, Ground } from "./ground.ts";

export interface LentSeats {
  readonly host: SeatHost<Duplex>;
  /** From now on this is the student's seat. */
  lend(student: string, seat: AnySeat): void;
}

/**
 * Seats of the doctor's own site: the real ones of "attacker" and "neighbour", and whatever an attack lends to others.
 * All the rest have one in which nothing is.
 */
export function lendSeats(ground: Ground): LentSeats {
  const lent = new Map<string, () => Promise<AnySeat>>([
    ["attacker", () => ground.attacker()],
    ["neighbour", () => ground.neighbour()],
  ]);
  const plain = fakeSeatHost();
  const host = fakeSeatHost({
    openSeat: (student, options) => {
      const seat = lent.get(student);
      if (seat === undefined) return plain.openSeat(student, options);
      options?.onState?.("ready");
      return seat();
    },
    findSeat: (student) => lent.get(student)?.() ?? plain.findSeat(student),
  });
  return { host, lend: (student, seat) => void lent.set(student, () => Promise.resolve(seat)) };
}

/** A seat that is a program of the doctor's: `connect` is what its student has put behind a port, or in Docker's place. */
export function puppetSeat(name: string, connect: (command: readonly string[]) => Duplex): AnySeat {
  return {
    name,
    limits: { memoryBytes: 1, processes: 1, cpus: 1, diskBytes: 1 },
    exec: () => Promise.resolve({ exitCode: 0, stdout: "", stderr: "", truncated: false }),
    dial: (command) => Promise.resolve(connect(command)),
    openTerminal: () =>
      Promise.resolve({
        stream: new PassThrough(),
        resize: () => undefined,
        exited: new Promise(() => undefined),
      }),
    keep: () => () => undefined,
    lastUsedAt: () => 0,
    putFiles: () => Promise.resolve(),
    usage: () => Promise.resolve({ state: "awake", memoryBytes: 0, diskBytes: 0, processes: 0 }),
  };
}
