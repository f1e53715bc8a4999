import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { ContainerState, RunEventBody } from "../../core/run/event.ts";
import { explainOutput } from "../../core/run/explain-output.ts";
import type { Seat } from "../../core/seat/port.ts";
import { LogBuffer } from "./build/log-buffer.ts";
import { followLog } from "./container/follow-log.ts";
import { followStats } from "./container/follow-stats.ts";
import { inspectContainer, newBeats, portsOf } from "./container/inspect-container.ts";
import { removeContainer, startContainer } from "./container/start-container.ts";
import { Engine } from "./engine.ts";
import { encodeImage } from "./read-image.ts";

export type ContainerOutcome =
  | { status: "exited"; exitCode: number; oomKilled: boolean }
  | { status: "stopped" }
  /** The image could not be started, in words. */
  | { status: "failed"; message: string };

export interface RunContainerRequest {
  readonly image: string;
  /** Port that the app is meant to listen to; reported when the image names none. */
  readonly port: number;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEventBody) => void;
  /** More of the app's log than this is not shown; the app goes on. */
  readonly logBytes: number;
}

/** Name of the one container that Run starts in a seat. */
export const APP_CONTAINER = "drydock-app";

const POLL_MS = 500;
/** Enough of the app's last words to know a mistake by. */
const END_LENGTH = 4000;

/**
 * Runs the image until it exits or the signal fires, which stops and removes it within 2 s. Emits container
 * (created, running, exited), health (each probe once), log and stats. Throws AppError for faults.
 */
export async function runContainer(
  seat: Seat<Duplex>,
  request: RunContainerRequest,
): Promise<ContainerOutcome> {
  const engine = new Engine(seat);
  try {
    const { image, signal } = request;
    const known = await engine.ask({ method: "GET", path: `/images/${encodeImage(image)}/json`, signal });
    if (known.status === 404)
      return { status: "failed", message: "There is no image yet: press Build first." };
    const started = await startContainer(engine, { name: APP_CONTAINER, image, limits: seat.limits, signal });
    return started.status === "failed" ? started : await watch(engine, started.id, request);
  } catch (error) {
    if (request.signal.aborted) return { status: "stopped" };
    throw error;
  } finally {
    await cleanUp(engine).finally(() => engine.close());
  }
}

async function cleanUp(engine: Engine): Promise<void> {
  try {
    await removeContainer(engine, APP_CONTAINER, AbortSignal.timeout(5000));
  } catch {
    // The seat or its engine is gone, and the container with it; the next start removes what is left.
  }
}

async function watch(engine: Engine, id: string, request: RunContainerRequest): Promise<ContainerOutcome> {
  const { signal, emit } = request;
  const end = new AbortController();
  const ended = AbortSignal.any([end.signal, signal]);
  const shown = new AbortController();
  const log = new LogBuffer(emit, request.logBytes, () => {
    emit({
      type: "notice",
      level: "warning",
      text: "The app printed more than is shown; the rest is left out.",
    });
    shown.abort();
  });
  let lastWords = "";
  const logDone = followLog(engine, id, {
    signal: AbortSignal.any([signal, shown.signal]),
    follow: true,
    onText: (text) => {
      lastWords = (lastWords + text).slice(-END_LENGTH);
      log.write(null, text);
    },
  });
  const statsDone = followStats(engine, id, ended, emit);
  try {
    const outcome = await poll(engine, id, request);
    // The last words come after the exit.
    await Promise.race([logDone, pause(1000)]);
    const known =
      outcome.status === "exited" && outcome.exitCode !== 0
        ? explainOutput(`${lastWords}\nexit code ${outcome.exitCode}`)
        : null;
    if (known !== null) emit({ type: "notice", level: "warning", text: known });
    return outcome;
  } catch (error) {
    if (!signal.aborted) throw error;
    await engine
      .act({ method: "POST", path: `/containers/${id}/stop?t=1`, timeoutMs: 1500 }, [404])
      .catch(() => undefined);
    return { status: "stopped" };
  } finally {
    end.abort();
    shown.abort();
    await Promise.all([logDone, statsDone]);
    log.flush();
  }
}

/** Looks at the container until it has ended; an abort rejects. */
async function poll(engine: Engine, id: string, request: RunContainerRequest): Promise<ContainerOutcome> {
  const { signal, emit } = request;
  let state: ContainerState["state"] | null = null;
  let lastBeat = 0;
  for (;;) {
    const inspect = await inspectContainer(engine, id, signal);
    // Somebody removed it from a terminal: that is a stop, too.
    if (inspect === null) return { status: "stopped" };
    const { State } = inspect;
    const isOver = State.Status === "exited" || State.Status === "dead" || State.Status === "removing";
    const now = isOver ? "exited" : State.Status === "created" ? "created" : "running";
    if (now !== state) {
      state = now;
      const ports = portsOf(inspect);
      emit({
        type: "container",
        container: {
          id,
          state,
          exitCode: isOver ? State.ExitCode : null,
          ports: ports.length === 0 ? [request.port] : ports,
        },
      });
    }
    const { beats, last } = newBeats(inspect, lastBeat);
    lastBeat = last;
    for (const beat of beats) emit({ type: "health", beat });
    if (isOver) return { status: "exited", exitCode: State.ExitCode, oomKilled: State.OOMKilled };
    await pause(POLL_MS, undefined, { signal });
  }
}
