import { readConfig } from "../../server/config.ts";
import { bringUp } from "./bring-up.ts";
import { type Apart, seatHostPaths } from "./paths.ts";

type Said =
  | { readonly type: "progress"; readonly line: string }
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly message: string };

/**
 * A seat host of a test's own, in the namespaces that this process was started in: up until `signal` fires, then
 * taken down, and the process ends. Settings are the environment's.
 */
export async function serveInNamespaces(
  place: Apart & { readonly directory: string },
  options: { readonly signal: AbortSignal; readonly say: (said: Said) => void },
): Promise<never> {
  const { signal, say } = options;
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    const host = await bringUp({
      config: readConfig(),
      paths: seatHostPaths(place.directory, place),
      report: (line) => say({ type: "progress", line }),
      signal,
      onCleared: () => Promise.resolve(),
    });
    say({ type: "ready" });
    await stopped;
    await host.takeDown();
  } catch (error) {
    say({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
  process.exit();
}
