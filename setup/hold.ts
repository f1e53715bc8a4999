/**
 * Holds the machine's seat host up until Ctrl-C, as root: `TSX_DISABLE_CACHE=1 node --import tsx setup/hold.ts`. For development, and as
 * the service `drydock-seats` of a machine that serves a class (deploy/), whose site then runs without root.
 */
import path from "node:path";
import { readConfig, seatHostDirectory } from "../server/config.ts";
import { keepSeatHost } from "./keep-seat-host.ts";
import { notifyReady } from "./notify-ready.ts";
import { prepareUser } from "./prepare-machine.ts";

const given = readConfig();
const config = {
  ...given,
  DATA_DIR: path.resolve(given.DATA_DIR),
  SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)),
};
const started = Date.now();
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
const say = (line: string) => {
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};

await prepareUser(config);
const hold = await keepSeatHost({ config, report: say, signal: stop.signal }).catch((error: unknown) => {
  // Asked to stop in the middle of preparing: that is no failure.
  if (stop.signal.aborted) return null;
  throw error;
});
// A seat host that could not be had has been explained, and the site shows it; the service tries again.
if (hold?.held === false) process.exitCode = 1;
else if (hold !== null) {
  say(`seat host ready in ${config.SEAT_HOST_DIR}; Ctrl-C lets go`);
  await notifyReady();
  // Keeps the process: the connection to the holder alone would do, but not while it is brought up again.
  const alive = setInterval(() => undefined, 3_600_000);
  await Promise.race([
    hold.given,
    new Promise<void>((resolve) => {
      if (stop.signal.aborted) resolve();
      stop.signal.addEventListener("abort", () => resolve(), { once: true });
    }),
  ]);
  clearInterval(alive);
  if (!stop.signal.aborted) process.exitCode = 1;
  await hold.release();
}
