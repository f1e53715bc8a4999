import type { Duplex } from "node:stream";
import type { ComposeFacts } from "../../../core/check/compose-facts.ts";
import { noticeBudgetMs } from "../../../core/check/health-timings.ts";
import type { Seat } from "../../../core/seat/port.ts";
import type { Engine } from "../../docker/engine.ts";
import { ContainerWatch, healthIs } from "../container-watch.ts";
import type { Grading } from "../grading.ts";
import { probeTimeoutMs } from "../probe-timeout.ts";
import { freezeApp, thawApp } from "../processes.ts";

/** What a frozen app is given to be noticed beside the probes' own timeouts. */
const NOTICE_SECONDS = 15;

/** A health check that compose.yaml puts in the place of the image's is tried in its own place. */
export async function tryOverriddenHealth(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  id: string,
  budgetMs: number,
): Promise<NonNullable<ComposeFacts["health"]>> {
  const watch = new ContainerWatch(engine, id, grading.signal, () => undefined);
  const healthy = await watch.until(healthIs("healthy"), budgetMs);
  const inspect = await watch.look();
  if (healthy.reachedAfterMs === null || inspect === null) {
    return { status: "tried", reacted: false, beats: [...healthy.beats] };
  }
  const pids = await freezeApp(seat, engine, { id, pid: inspect.State.Pid }, grading.signal);
  const frozen = await watch.until(
    healthIs("unhealthy"),
    noticeBudgetMs(NOTICE_SECONDS, probeTimeoutMs(inspect)),
  );
  await thawApp(seat, pids, grading.signal);
  return { status: "tried", reacted: frozen.reachedAfterMs !== null, beats: [...frozen.beats] };
}
