import { noticeBudgetMs } from "../../../core/check/health-timings.ts";
import type { ComposeOutageCheck, ComposeOutageFacts } from "../../../core/check/judge-compose-outage.ts";
import type { Engine } from "../../docker/engine.ts";
import { ContainerWatch, healthIs } from "../container-watch.ts";
import type { Grading } from "../grading.ts";
import { probeTimeoutMs } from "../probe-timeout.ts";
import { poll } from "./poll.ts";
import type { Stack } from "./stack.ts";

type Facts = Pick<ComposeOutageFacts, "before" | "away" | "back">;
interface Look {
  readonly running: boolean;
  readonly health: string | null;
}

/** Stops the database, asks, starts it again, and asks once more. */
export async function tryOutage(
  engine: Engine,
  grading: Grading,
  stack: Stack,
  check: ComposeOutageCheck,
  services: { readonly api: string; readonly database: string },
): Promise<Facts> {
  const { lab, signal } = grading;
  const request = { method: "POST", ...check.request } as const;
  const post = async (): Promise<number | null> => {
    const address = await stack.address(services.api, lab.port);
    const answer = address === null ? null : await stack.ask(address, request);
    return answer?.status === "answered" ? answer.code : null;
  };
  const look = async (): Promise<Look> => {
    const state = (await stack.container(services.api))?.inspect.State;
    const health = state?.Health?.Status ?? "none";
    return { running: state?.Status === "running", health: health === "none" ? null : health };
  };
  /** Without a health check there is nothing to wait for. */
  const settle = async (health: "healthy" | "unhealthy", seconds: number): Promise<Look> => {
    const container = await stack.container(services.api);
    const now = await look();
    if (container !== null && now.health !== null) {
      const watch = new ContainerWatch(engine, container.inspect.Id, signal, () => undefined);
      const timeoutMs = health === "unhealthy" ? probeTimeoutMs(container.inspect) : 0;
      await watch.until(healthIs(health), noticeBudgetMs(seconds, timeoutMs));
    }
    return look();
  };

  // What was tried before may still be felt.
  await settle("healthy", check.backWithinSeconds);
  const before = await post();
  await stack.stop(services.database);
  // A name without an address is looked for in vain for some seconds: the request and its health at the same time.
  const stopped = performance.now();
  const [refused, noticed] = await Promise.all([
    post().then((code) => ({ code, ms: performance.now() - stopped })),
    settle("unhealthy", check.noticeWithinSeconds),
  ]);
  const away = { ...noticed, ...refused };

  await stack.start(services.database);
  const begun = performance.now();
  const again = await poll(post, (answer) => answer !== null && answer < 300, {
    budgetMs: check.backWithinSeconds * 1000,
    everyMs: 300,
    signal,
  });
  const rest = check.backWithinSeconds - (performance.now() - begun) / 1000;
  return { before, away, back: { ...(await settle("healthy", Math.max(1, rest))), code: again } };
}
