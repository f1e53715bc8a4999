import { rmdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig, requireSignIn, seatHostDirectory } from "../server/config.ts";
import { SHOWN_AT } from "../server/data-dir/become-user.ts";
import { buildSite } from "./build-site.ts";
import { checkPort } from "./check-port.ts";
import { keepSeatHost, type KeptSeatHost } from "./keep-seat-host.ts";
import { prepareUser, settleSeatHost } from "./prepare-machine.ts";
import { startProgress } from "./progress.ts";
import { type Served, serveSite } from "./serve-site.ts";

/*
 * `npm start` and `npm run author` (with --author), after its packages are there: seats and pages are prepared side by side, then the site serves until
 * Ctrl-C, which ends everything in order, in the middle of any step as well.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const progress = startProgress(process.stdout);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    if (!stop.signal.aborted) progress.say("stop", "stopping; this takes a few seconds");
    stop.abort();
  });

const config = settings();
process.exitCode = await start(await settleSeatHost(config));

function settings(): Config {
  try {
    const given = readConfig();
    requireSignIn(given);
    return {
      ...given,
      DATA_DIR: path.resolve(given.DATA_DIR),
      SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)),
      CONTENT_DIR: path.resolve(root, given.CONTENT_DIR),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

async function start(config: Config): Promise<number> {
  let hold: KeptSeatHost | null = null;
  let served: Served | null = null;
  try {
    progress.say("start", `Drydock keeps its data in ${config.DATA_DIR}`);
    const obstacle = await checkPort(config.HOST, config.PORT);
    if (obstacle !== null) {
      process.stderr.write(`${obstacle}\n`);
      return 2;
    }
    const user = await prepareUser(config);
    const { signal } = stop;
    // Both are waited for even when one fails, so that nothing goes on behind our back.
    const [seats, pages] = await Promise.allSettled([
      keepSeatHost({ config, signal, report: (line) => progress.say("seats", line) }),
      buildSite(root, { signal, report: (line) => progress.say("pages", line) }),
    ]);
    if (seats.status === "fulfilled") hold = seats.value;
    signal.throwIfAborted();
    if (seats.status === "rejected") throw seats.reason;
    if (pages.status === "rejected") throw pages.reason;

    const author = process.argv.includes("--author");
    served = await serveSite({ root, config, user, author, report: (line) => progress.say("site", line) });
    if (author) progress.say("author", "pages show each change of the courses, and what is wrong in them");
    const aborted = new Promise<"stop">((resolve) => {
      signal.addEventListener("abort", () => resolve("stop"), { once: true });
    });
    const first = await Promise.race([served.url, served.ended, aborted]);
    if (typeof first === "string" && first !== "stop") process.stdout.write(`ready  ${first}\n`);
    const end = await Promise.race([served.ended, aborted]);
    if (end !== "stop" && !end.refused) progress.say("site", "the site died too often; see the lines above");
    return end === "stop" ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    progress.say("start", error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await served?.stop();
    await hold?.release();
    await rmdir(SHOWN_AT).catch(() => undefined);
    if (stop.signal.aborted) progress.say("stop", "stopped");
  }
}
