import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import type { RegistryAccess } from "../../core/registry/access.ts";
import type { GradingSeat, HostMemory, Seat, SeatHost, SeatLimits, SeatState } from "../../core/seat/port.ts";
import { type FakeProgram, fakePrograms } from "./fake-programs.ts";
import { makeFakeSeat } from "./fake-seat.ts";

/** A seat of the fake: what a real one keeps on disk, in memory. */
export interface FakeMachine {
  readonly name: string;
  /** Files by absolute path; they survive sleep. */
  readonly files: Map<string, Buffer>;
  state: SeatState;
  /** Ends what runs in it; a sleeping seat has none. */
  readonly running: Set<AbortController>;
}

export interface FakeSeatHostOptions {
  readonly limits?: SeatLimits;
  readonly seatLimit?: number;
  readonly reserve?: number;
  readonly standIns?: boolean;
  /** Whose way into a class registry; none without it. */
  readonly registry?: (studentId: string) => RegistryAccess;
  readonly memory?: () => HostMemory;
  /** Programs beyond `sh`, `cat`, `echo`, `sleep` and the like; they replace those of the same name. */
  readonly programs?: Readonly<Record<string, FakeProgram>>;
}

/* eslint-disable @typescript-eslint/require-await -- what waits in the real one throws as a rejection here too */
/** A seat host in memory for tests, held to the same contract as the real one. */
export function createFakeSeatHost(options: FakeSeatHostOptions = {}): SeatHost<Duplex> {
  const limits = options.limits ?? { memoryBytes: 2 ** 30, processes: 500, cpus: 1, diskBytes: 2 ** 32 };
  const programs = { ...fakePrograms, ...options.programs };
  const students = new Map<string, FakeMachine>();
  const grading = new Set<FakeMachine>();
  const reserve: FakeMachine[] = [];

  const create = (): FakeMachine => {
    if (students.size + grading.size + reserve.length >= (options.seatLimit ?? 40))
      throw new AppError("TOO_MANY", {
        message: "the fake's seatLimit is reached",
        userMessage: "All seats of this site are taken. Try again in a few minutes.",
      });
    return {
      name: `seat-${randomBytes(8).toString("hex")}`,
      files: new Map(),
      state: "awake",
      running: new Set(),
    };
  };
  const stop = (machine: FakeMachine, state: SeatState) => {
    machine.state = state;
    for (const work of machine.running) work.abort();
    machine.running.clear();
  };
  const seatOf = (machine: FakeMachine): Seat<Duplex> => makeFakeSeat(machine, limits, programs);

  return {
    describe: () =>
      Promise.resolve({
        kind: "fake",
        version: "0",
        standIns: options.standIns ?? false,
        limits,
        buildProxy: null,
      }),
    openSeat: async (studentId, open = {}) => {
      let machine = students.get(studentId);
      if (machine === undefined) {
        open.onState?.("cloning");
        machine = reserve.shift() ?? create();
        students.set(studentId, machine);
      } else if (machine.state === "asleep") {
        open.onState?.("waking");
        machine.state = "awake";
      }
      open.onState?.("ready");
      return seatOf(machine);
    },
    findSeat: async (studentId) => {
      const machine = students.get(studentId);
      return machine?.state === "awake" ? seatOf(machine) : null;
    },
    inspectSeat: (studentId) => {
      const machine = students.get(studentId);
      if (machine === undefined)
        return Promise.resolve({ state: "none", memoryBytes: 0, diskBytes: 0, processes: 0 });
      return seatOf(machine).usage();
    },
    sleepSeat: (studentId) => {
      const machine = students.get(studentId);
      if (machine !== undefined) stop(machine, "asleep");
      return Promise.resolve();
    },
    discardSeat: (studentId) => {
      const machine = students.get(studentId);
      if (machine !== undefined) stop(machine, "none");
      students.delete(studentId);
      return Promise.resolve();
    },
    getRegistryAccess: (studentId) => Promise.resolve(options.registry?.(studentId) ?? null),
    takeGradingSeat: async (open = {}) => {
      open.onState?.("cloning");
      const machine = create();
      grading.add(machine);
      open.onState?.("ready");
      const seat: GradingSeat<Duplex> = {
        ...seatOf(machine),
        discard: () => {
          stop(machine, "none");
          grading.delete(machine);
          return Promise.resolve();
        },
      };
      return seat;
    },
    memory: () => Promise.resolve(options.memory?.() ?? null),
    tend: () => {
      while (reserve.length < (options.reserve ?? 0)) reserve.push(create());
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
