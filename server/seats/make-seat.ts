import type { Duplex } from "node:stream";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat, SeatLimits, SeatUsage } from "../../core/seat/port.ts";
import type { IncusConnection } from "./incus/connection.ts";
import { dialInstance } from "./incus/dial.ts";
import { execInInstance } from "./incus/exec.ts";
import { incusFind } from "./incus/find.ts";
import { openInstanceTerminal } from "./incus/open-terminal.ts";
import { checkDirectory, packFiles } from "./pack-files.ts";
import { REPLACE_FOLDER } from "./replace-folder.ts";
import { withSeatFault } from "./seat-fault.ts";

/** Who remembers when a seat was last used. */
export interface SeatUse {
  note(): void;
  /** Milliseconds since 1970. */
  last(): number;
  /** Nobody puts it to sleep before the returned function is called. */
  keep(): () => void;
}

function createSeatUse(): SeatUse {
  let at = Date.now();
  return { note: () => (at = Date.now()), last: () => at, keep: () => () => undefined };
}

const PUT_TIMEOUT_MS = 60_000;

/**
 * The seat behind one running instance. `use` is told whenever something is asked of it;
 * `sharedBytes` is what it has from the golden seat, which the seat host does not count as its own.
 */
export function makeSeat(
  incus: IncusConnection,
  name: string,
  limits: SeatLimits,
  sharedBytes: () => Promise<number> = () => Promise.resolve(0),
  use: SeatUse = createSeatUse(),
): Seat<Duplex> {
  const onUse = () => use.note();
  return {
    name,
    limits,
    exec: (command, options) => {
      onUse();
      return withSeatFault(`exec in ${name}`, () => execInInstance(incus, name, command, options));
    },
    dial: (command, options) => {
      onUse();
      return withSeatFault(`dial ${name}`, () => dialInstance(incus, name, command, options));
    },
    openTerminal: (options) => {
      onUse();
      return withSeatFault(`terminal in ${name}`, () => openInstanceTerminal(incus, name, options, onUse));
    },
    lastUsedAt: () => use.last(),
    keep: () => use.keep(),
    putFiles: async (directory, files, signal) => {
      onUse();
      checkDirectory(directory);
      const archive = await packFiles(files);
      const result = await withSeatFault(`putFiles in ${name}`, () =>
        execInInstance(incus, name, ["sh", "-c", REPLACE_FOLDER, "sh", directory], {
          input: archive,
          timeoutMs: PUT_TIMEOUT_MS,
          maxOutputBytes: 16 * 1024,
          ...(signal === undefined ? {} : { signal }),
        }),
      );
      if (result.exitCode !== 0)
        throw new AppError("SEAT_UNAVAILABLE", {
          message: `putFiles in ${name}: exit ${result.exitCode}: ${result.stderr.slice(0, 500)}`,
          userMessage: /space|quota/i.test(result.stderr)
            ? say("machine.disk-full")
            : say("machine.files-not-copied"),
        });
    },
    usage: () => withSeatFault(`usage of ${name}`, async () => readUsage(incus, name, await sharedBytes())),
  };
}

const stateShape = z.object({
  status: z.string(),
  processes: z.number().default(0),
  memory: z.object({ usage: z.number().default(0) }).nullish(),
  disk: z.record(z.string(), z.object({ usage: z.number().default(0) })).nullish(),
});

/** What the seat host itself measures, asleep or awake. A seat that is not there has state "none". */
export async function readUsage(
  incus: IncusConnection,
  name: string,
  sharedBytes: number,
): Promise<SeatUsage> {
  const answer = await incusFind(incus, `/1.0/instances/${name}/state`);
  if (answer === null) return { state: "none", memoryBytes: 0, diskBytes: 0, processes: 0 };
  const state = stateShape.parse(answer.metadata);
  return {
    state: state.status === "Running" ? "awake" : "asleep",
    memoryBytes: Math.max(0, state.memory?.usage ?? 0),
    diskBytes: sharedBytes + Math.max(0, state.disk?.["root"]?.usage ?? 0),
    processes: Math.max(0, state.processes),
  };
}
