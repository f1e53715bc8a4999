import type { Duplex } from "node:stream";
import { noticeBudgetMs } from "../../../core/check/health-timings.ts";
import type { ComposeWaitsFacts } from "../../../core/check/judge-compose-waits.ts";
import type { Seat } from "../../../core/seat/port.ts";
import type { Engine } from "../../docker/engine.ts";
import { ContainerWatch, healthIs } from "../container-watch.ts";
import type { Grading } from "../grading.ts";
import { probeTimeoutMs } from "../probe-timeout.ts";
import { freezeApp, thawApp } from "../processes.ts";
import type { Stack } from "./stack.ts";

/** What a frozen database is given to be noticed beside the probes' own timeouts. */
const NOTICE_SECONDS = 15;
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
  const frozen = await watch.until(
    healthIs("unhealthy"),
    noticeBudgetMs(NOTICE_SECONDS, probeTimeoutMs(container.inspect)),
  );
  await thawApp(seat, pids, signal);
  if (frozen.reachedAfterMs !== null) await watch.until(healthIs("healthy"), RECOVER_MS);
  return { reacted: frozen.reachedAfterMs !== null, beats: [...frozen.beats] };
}
