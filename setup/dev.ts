import { watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig, seatHostDirectory } from "../server/config.ts";
import { buildEditor } from "./build-site.ts";
import { keepSeatHost, type KeptSeatHost } from "./keep-seat-host.ts";
import { prepareUser, settleSeatHost } from "./prepare-machine.ts";
import { startProgress } from "./progress.ts";
import { serveWhileChanging } from "./serve-while-changing.ts";

/*
 * `npm run dev`: pages show each change at once (Next's development server), and the server starts again when
 * something below server/ or core/ changes. It has a data folder beside the site's. The seat host comes up meanwhile:
 * lessons and editor do not wait for it. SEAT_HOST=none does without.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const progress = startProgress(process.stdout);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());

const given = readConfig();
const config: Config = await settleSeatHost({
  ...given,
  DATA_DIR: `${path.resolve(given.DATA_DIR)}-dev`,
  SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)),
  CONTENT_DIR: path.resolve(root, given.CONTENT_DIR),
});

await prepareUser(config);
await buildEditor(root, { signal: stop.signal, report: (line) => progress.say("editor", line) });
const seats: Promise<KeptSeatHost | null> = keepSeatHost({
  config,
  signal: stop.signal,
  report: (line) => progress.say("seats", line),
}).catch((error: unknown) => {
  if (!stop.signal.aborted)
    progress.say("seats", `no seats: ${error instanceof Error ? error.message : String(error)}`);
  return null;
});

const served = serveWhileChanging({
  root,
  config,
  say: (line) => progress.say("site", line),
  ready: (url) => process.stdout.write(`ready  ${url}\n`),
});
const watchers = ["server", "core"].map((folder) =>
  watch(path.join(root, folder), { recursive: true }, (_event, name) => {
    if (name !== null && name.endsWith(".ts") && !/\.(test|real|contract)\.ts$/.test(name))
      served.changed(path.join(folder, name));
  }),
);

await new Promise<void>((resolve) => {
  stop.signal.addEventListener("abort", () => resolve(), { once: true });
});
for (const one of watchers) one.close();
await served.stop();
await (await seats)?.release();
progress.say("stop", "stopped");
