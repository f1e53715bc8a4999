import type { Duplex } from "node:stream";
import type { ComposeWaitsFacts } from "../../../core/check/judge-compose-waits.ts";
import type { Seat } from "../../../core/seat/port.ts";
import type { Engine } from "../../docker/engine.ts";
import { ContainerWatch, healthIs } from "../container-watch.ts";
import type { Grading } from "../grading.ts";
import { freezeApp, thawApp } from "../processes.ts";
import type { Stack } from "./stack.ts";

/** Two failures at the grader's interval, and a client that waits three seconds for an answer. */
const NOTICE_MS = 20_000;
const RECOVER_MS = 15_000;

/** Stops the database's processes where they stand and looks whether its health check notices; then lets them go on. */
export async function tryDatabaseHealth(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  stack: Stack,
  service: string,
): Promise<ComposeWaitsFacts["tried"]> {
  const { signal } = grading;
  const container = await stack.container(service);
  if (container?.inspect.State.Status !== "running") return { reacted: false, beats: [] };
  const { Id: id, State } = container.inspect;
  const watch = new ContainerWatch(engine, id, signal, () => undefined);
  // A probe in flight would be seen as an answer of the frozen one.
  await watch.look();
  const pids = await freezeApp(seat, engine, { id, pid: State.Pid }, signal);
  const frozen = await watch.until(healthIs("unhealthy"), NOTICE_MS);
  await thawApp(seat, pids, signal);
  if (frozen.reachedAfterMs !== null) await watch.until(healthIs("healthy"), RECOVER_MS);
  return { reacted: frozen.reachedAfterMs !== null, beats: [...frozen.beats] };
}
