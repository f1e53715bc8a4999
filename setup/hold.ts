/** Holds the machine's seat host up until Ctrl-C, for development: `node --import tsx setup/hold.ts` as root. */
import { readConfig, seatHostDirectory } from "../server/config.ts";
import { holdSeatHost } from "./hold-seat-host.ts";

const config = readConfig();
const started = Date.now();
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
const say = (line: string) => {
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};

const hold = await holdSeatHost(config, say, stop.signal);
say(`seat host ready in ${seatHostDirectory(config)}; Ctrl-C lets go`);
const reason = await Promise.race([
  hold.lost,
  new Promise<null>((resolve) => stop.signal.addEventListener("abort", () => resolve(null), { once: true })),
]);
if (reason === null) await hold.release();
else {
  say(reason);
  process.exitCode = 1;
}
