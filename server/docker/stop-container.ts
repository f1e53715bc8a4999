import type { Engine } from "./engine.ts";

const GRACE_SECONDS = 5;

/** Asks the container to end, and ends it after five seconds. One that is not there or has ended is as good as stopped. */
export async function stopContainer(engine: Engine, id: string): Promise<void> {
  await engine.act(
    {
      method: "POST",
      path: `/containers/${encodeURIComponent(id)}/stop?t=${GRACE_SECONDS}`,
      timeoutMs: (GRACE_SECONDS + 15) * 1000,
    },
    [404],
  );
}
