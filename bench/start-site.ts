import { fileURLToPath } from "node:url";
import type { Config } from "../server/tools.ts";
import { prepareUser } from "../setup/prepare-machine.ts";
import { serveSite } from "../setup/serve-site.ts";

export interface RunningSite {
  /** "http://localhost:12345" */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const READY_MS = 120_000;

/** Starts the serving process on the production build, as `npm start` does and as the same user. */
export async function startSite(
  config: Config,
  options: { readonly signal: AbortSignal; readonly report: (line: string) => void },
): Promise<RunningSite> {
  const { signal, report } = options;
  const user = await prepareUser(config);
  const served = await serveSite({ root, config, user, report, output: "ignore" });
  let timer: NodeJS.Timeout | undefined;
  try {
    const url = await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the site is not ready in time")), READY_MS);
      signal.addEventListener("abort", () => reject(new Error("given up")), { once: true });
      served.url.then(resolve, reject);
      served.ended.then(() => reject(new Error("the site does not start")), reject);
    });
    const pid = served.pid();
    if (pid === undefined) throw new Error("the site has no process");
    return { url, pid, stop: () => served.stop() };
  } catch (error) {
    await served.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
