import { judgeStops } from "../../core/check/judge-stops.ts";
import { inspectContainer } from "../docker/container/inspect-container.ts";
import type { Engine } from "../docker/engine.ts";
import { isRunning } from "./container-watch.ts";
import type { Grading } from "./grading.ts";
import { listProcesses } from "./processes.ts";

/** The engine's own patience between asking and killing is ten seconds; an image cannot make it longer here. */
const PATIENCE_SECONDS = 10;

/** Judges how a container takes `docker stop`: asked as the command line asks, timed from here. */
export async function gradeStop(engine: Engine, grading: Grading, id: string): Promise<void> {
  const checks = grading.ledger.of("stops");
  if (checks.length === 0) return;
  const { signal, dockerfile, emit, ledger } = grading;
  emit({ type: "phase", title: "Asking the container to stop" });
  const before = await inspectContainer(engine, id, signal);
  const processes = await listProcesses(engine, id, signal);
  const first = processes.find((one) => one.pid === before?.State.Pid)?.command ?? null;
  const begun = performance.now();
  await engine.act(
    {
      method: "POST",
      path: `/containers/${id}/stop?t=${PATIENCE_SECONDS}`,
      signal,
      timeoutMs: (PATIENCE_SECONDS + 15) * 1000,
    },
    [404],
  );
  const ms = performance.now() - begun;
  const after = await inspectContainer(engine, id, signal);
  const stopped =
    before === null || !isRunning(before) || after === null ? null : { ms, exitCode: after.State.ExitCode };
  for (const check of checks) ledger.decide(judgeStops(check, { dockerfile, first, stopped }));
}
