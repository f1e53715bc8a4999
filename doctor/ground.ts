import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { ExecResult, Seat, SeatHost } from "../core/seat/port.ts";
import type { Config } from "../server/config.ts";
import { connectSeatHost, openIncusWorld } from "../server/seats/connect-seat-host.ts";
import { closeConnection } from "../server/seats/incus/connection.ts";
import type { IncusWorld } from "../server/seats/incus-world.ts";
import type { Machine } from "./machine.ts";

export type AnySeat = Seat<Duplex>;

/** What attacks stand on: seats of the doctor's own, its connection to the seat host, and root's view if any. */
export interface Ground {
  readonly config: Config;
  readonly host: SeatHost<Duplex>;
  /** The seat host as the web process's certificate sees it. */
  readonly world: IncusWorld;
  /** Root's view of this machine; null when we are not root, or the seat host is elsewhere. */
  readonly machine: Machine | null;
  /** The seat that attacks come from, and the one of another student. Made when first asked for. */
  attacker: () => Promise<AnySeat>;
  neighbour: () => Promise<AnySeat>;
  /** A seat for one attack that spoils it, thrown away afterwards. */
  withSeat<T>(limits: Partial<Config>, work: (seat: AnySeat) => Promise<T>): Promise<T>;
  /** Called when the ground is given up. */
  onClose(step: () => Promise<void>): void;
  close(): Promise<void>;
}

/** `ready`: seats that are made at once and not when first asked for, so that no attack's time goes into it. */
export async function openGround(
  config: Config,
  machine: Machine | null,
  ready: readonly string[] = ["attacker", "neighbour"],
): Promise<Ground> {
  const host = await connectSeatHost(config);
  const world = await openIncusWorld(config);
  const closing: (() => Promise<void>)[] = [];
  try {
    // Before any attack's time begins; one after the other, because a first start is the slowest.
    for (const student of ready) await openAtLast(host, student);
  } catch (error) {
    closeConnection(world.incus);
    await host.close();
    throw error;
  }
  // Asked for anew each time: an attack may have ended the engine of the seat that the next one needs.
  return {
    config,
    host,
    world,
    machine,
    attacker: () => host.openSeat("attacker"),
    neighbour: () => host.openSeat("neighbour"),
    withSeat: async (limits, work) => {
      const own = await connectSeatHost({ ...config, ...limits });
      const student = `loud-${randomBytes(4).toString("hex")}`;
      try {
        return await work(await own.openSeat(student));
      } finally {
        await own.discardSeat(student).catch(() => undefined);
        await own.close();
      }
    },
    onClose: (step) => void closing.push(step),
    close: async () => {
      // What has not come up has nothing to close.
      for (const step of closing) await step().catch(() => undefined);
      closeConnection(world.incus);
      await host.close();
    },
  };
}

/** On a machine that is busy an engine may take longer than a student would be let wait. */
async function openAtLast(host: SeatHost<Duplex>, student: string): Promise<void> {
  for (let tries = 3; ; tries -= 1) {
    try {
      await host.openSeat(student);
      return;
    } catch (error) {
      if (tries === 1) throw error;
    }
  }
}

/** A shell script as root in a seat. */
export function sh(seat: AnySeat, script: string, timeoutMs = 60_000): Promise<ExecResult> {
  return seat.exec(["sh", "-c", script], { timeoutMs, maxOutputBytes: 256 * 1024 });
}

/** What the seat printed; throws when the script failed, because then nothing was tried. */
export async function say(seat: AnySeat, script: string, timeoutMs?: number): Promise<string> {
  const result = await sh(seat, script, timeoutMs);
  if (result.exitCode !== 0)
    throw new Error(`exit ${result.exitCode}: ${(result.stderr || result.stdout).slice(-300)}`);
  return result.stdout.trim();
}

/** How long a seat's engine may take to answer beside a load: other work on the machine counts in. */
const PATIENCE_MS = 20_000;

/** Whether the other student's engine answers now, and how fast. */
export async function isWell(seat: AnySeat): Promise<{ readonly well: boolean; readonly ms: number }> {
  const begun = performance.now();
  const result = await seat.exec(["docker", "version", "--format", "{{.Server.Version}}"], {
    timeoutMs: PATIENCE_MS,
  });
  return { well: result.exitCode === 0, ms: Math.round(performance.now() - begun) };
}

/** Whether a seat's own engine answers again within the time, after a load has ended. */
export async function recovers(seat: AnySeat, withinMs = 20_000): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const result = await seat
      .exec(["docker", "version"], { timeoutMs: 10_000 })
      .catch(() => ({ exitCode: 1 }));
    if (result.exitCode === 0) return true;
    await pause(500);
  }
  return false;
}
