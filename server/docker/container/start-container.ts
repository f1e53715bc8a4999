import type { SeatLimits } from "../../../core/seat/port.ts";
import { parseJson } from "../../../core/text/parse-json.ts";
import { type Engine, engineMessage } from "../engine.ts";
import { created } from "../engine-schemas.ts";

export interface ContainerRequest {
  readonly name: string;
  readonly image: string;
  readonly limits: SeatLimits;
  readonly signal: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes the place of the image's timings; its command and timeout stay the image's. Milliseconds. */
  readonly health?: {
    readonly intervalMs: number;
    readonly startPeriodMs: number;
    readonly retries: number;
  };
}

export type Started =
  | { readonly status: "started"; readonly id: string }
  /** The image cannot be run: no such user, no such program. In the engine's words. */
  | { readonly status: "failed"; readonly message: string };

/** The engine and the seat's own programs need some of the seat's memory for themselves. */
const MEMORY_SHARE = 0.75;
const NANOSECONDS = 1_000_000;

/**
 * Creates and starts a container with the image's own configuration, published nowhere, under a memory limit
 * below the seat's. An older container of the same name is removed first.
 */
export async function startContainer(engine: Engine, request: ContainerRequest): Promise<Started> {
  const { name, signal, limits } = request;
  await removeContainer(engine, name, signal);
  const memory = Math.floor(limits.memoryBytes * MEMORY_SHARE);
  const health = request.health;
  const answer = await engine.call({
    method: "POST",
    path: `/containers/create?name=${encodeURIComponent(name)}`,
    signal,
    body: {
      Image: request.image,
      Tty: false,
      Labels: { "drydock.app": name },
      ...(request.environment === undefined
        ? {}
        : { Env: Object.entries(request.environment).map(([key, value]) => `${key}=${value}`) }),
      ...(health === undefined
        ? {}
        : {
            // No Test: the engine then takes the image's.
            Healthcheck: {
              Interval: health.intervalMs * NANOSECONDS,
              StartPeriod: health.startPeriodMs * NANOSECONDS,
              StartInterval: health.intervalMs * NANOSECONDS,
              Retries: health.retries,
            },
          }),
      HostConfig: {
        Memory: memory,
        MemorySwap: memory,
        PidsLimit: Math.floor(limits.processes / 2),
        RestartPolicy: { Name: "no" },
        // What is shown is kept by us; the engine's copy must not fill the seat's disk.
        LogConfig: { Type: "json-file", Config: { "max-size": "8m", "max-file": "2" } },
      },
    },
  });
  const parsed = created.safeParse(parseJson(answer.body.toString("utf8")));
  if (!parsed.success) return { status: "failed", message: engineMessage(answer.body) };
  const id = parsed.data.Id;
  const start = await engine.call({
    method: "POST",
    path: `/containers/${id}/start`,
    signal,
    timeoutMs: 60_000,
  });
  return start.status < 400 || start.status === 304
    ? { status: "started", id }
    : { status: "failed", message: explainStart(engineMessage(start.body)) };
}

/** Kills and deletes; a container that is not there is as good as removed. */
export async function removeContainer(engine: Engine, name: string, signal?: AbortSignal): Promise<void> {
  await engine.act(
    {
      method: "DELETE",
      path: `/containers/${encodeURIComponent(name)}?force=1&v=1`,
      ...(signal === undefined ? {} : { signal }),
      timeoutMs: 30_000,
    },
    [404, 409],
  );
}

/** The runtime's chain of causes, shortened to the one that a student can do something about. */
export function explainStart(message: string): string {
  const user = /unable to find user ([^:]+): (no matching entries in passwd file|invalid)/.exec(message);
  if (user !== null)
    return `The container cannot start: the image has no user named "${user[1] ?? ""}" (USER).`;
  const group = /unable to find group ([^:]+):/.exec(message);
  if (group !== null)
    return `The container cannot start: the image has no group named "${group[1] ?? ""}" (USER).`;
  const program = /exec: "([^"]+)": ([^:]+)/.exec(message);
  if (program !== null) {
    return `The container cannot start: its command "${program[1] ?? ""}" cannot be run (${(program[2] ?? "").trim()}).`;
  }
  return `The container cannot start: ${message.slice(0, 500)}`;
}
