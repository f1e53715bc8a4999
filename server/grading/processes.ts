import type { Duplex } from "node:stream";
import type { RunningProcess } from "../../core/check/judge-non-root.ts";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat } from "../../core/seat/port.ts";
import { type Engine, lie } from "../docker/engine.ts";
import { containerTop } from "../docker/engine-schemas.ts";

export interface SeenProcess extends RunningProcess {
  readonly parent: number;
}

/** Processes of a container as the seat's kernel sees them, with numeric uids: `docker top`. */
export async function listProcesses(engine: Engine, id: string, signal: AbortSignal): Promise<SeenProcess[]> {
  const format = encodeURIComponent("-eo pid,ppid,uid,args");
  const request = {
    method: "GET",
    path: `/containers/${id}/top?ps_args=${format}`,
    signal,
    items: 5000,
  } as const;
  const answer = await engine.ask(request);
  // A container that has ended has no processes; the engine calls that a conflict.
  if (answer.status === 409 || answer.status === 404) return [];
  const top = engine.parse(request, answer, containerTop);
  const at = (name: string) => top.Titles.findIndex((title) => title.toUpperCase() === name);
  const [pid, parent, uid] = [at("PID"), at("PPID"), at("UID")];
  const command = Math.max(at("COMMAND"), at("CMD"));
  return top.Processes.map((row) => {
    const number = (column: number) => {
      const text = row[column] ?? "";
      if (!/^\d{1,10}$/.test(text)) throw lie("a process list of another shape");
      return Number(text);
    };
    return { pid: number(pid), parent: number(parent), uid: number(uid), command: row[command] ?? "" };
  });
}

/**
 * The app's own processes: the container's first one and all that come from it. A running health probe is
 * none of them, and must not be stopped: it is the one that has to notice.
 */
export function appProcesses(all: readonly SeenProcess[], first: number): number[] {
  const found = new Set(all.some((one) => one.pid === first) ? [first] : []);
  for (let grew = true; grew;) {
    grew = false;
    for (const one of all) {
      if (found.has(one.parent) && !found.has(one.pid)) {
        found.add(one.pid);
        grew = true;
      }
    }
  }
  return [...found];
}

/**
 * Stops the app's processes where they stand (SIGSTOP, from the seat). Not `docker pause`: a paused container
 * refuses the probe as well, so even a probe that always says yes would fail. Returns the stopped processes.
 */
export async function freezeApp(
  seat: Seat<Duplex>,
  engine: Engine,
  container: { readonly id: string; readonly pid: number },
  signal: AbortSignal,
): Promise<number[]> {
  const stopped = new Set<number>();
  // A process may have forked while the list was made: ask again until nothing new turns up.
  for (let round = 0; round < 4; round += 1) {
    const all = await listProcesses(engine, container.id, signal);
    const fresh = appProcesses(all, container.pid).filter((pid) => !stopped.has(pid));
    if (fresh.length === 0) break;
    await sendSignal(seat, "STOP", fresh, signal);
    for (const pid of fresh) stopped.add(pid);
  }
  return [...stopped];
}

/** Lets them go on, the last one first, so that a parent does not see its children stopped. */
export async function thawApp(
  seat: Seat<Duplex>,
  pids: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  await sendSignal(seat, "CONT", pids.toReversed(), signal);
}

async function sendSignal(
  seat: Seat<Duplex>,
  name: "STOP" | "CONT",
  pids: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  if (pids.length === 0) return;
  const result = await seat.exec(["kill", `-${name}`, ...pids.map(String)], { signal, timeoutMs: 5000 });
  // One of several may have ended meanwhile; only when none could be reached something is wrong.
  if (result.exitCode !== 0 && pids.length === 1 && !/no such process/i.test(result.stderr)) {
    throw new AppError("INTERNAL", {
      message: `kill -${name} in the grading seat: ${result.stderr.slice(0, 300)}`,
      userMessage: say("grading.no-freeze"),
    });
  }
}
