/**
 * Makes anew what has become old in the seat host that is up (REFRESH_DAYS), as root, beside the seats that run:
 * `node --import tsx setup/renew.ts`. deploy/drydock-renew.timer starts it every night. Sleeping seats are made from
 * the new golden seat at their next use; the services are exchanged only while nobody works.
 */
import { createConnection } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readConfig, seatHostDirectory } from "../server/config.ts";
import { closeConnection, connectByRootSocket } from "../server/seats/incus/connection.ts";
import { memberAddress } from "./cluster/member-address.ts";
import { removeOldGoldenImages } from "./cluster/publish-golden.ts";
import { removeOldGoldenSeats } from "./golden/ensure-golden-seat.ts";
import { holdSeatHost } from "./hold-seat-host.ts";
import { ensureProject } from "./seat-host/ensure-project.ts";
import { seatHostPaths } from "./seat-host/paths.ts";
import { prepareSeats } from "./seat-host/prepare-seats.ts";

/** Sites read anew every ten seconds where seats come from (server/seats/incus-world.ts). */
const UNTIL_TOLD_MS = 30_000;

const given = readConfig();
const config = {
  ...given,
  DATA_DIR: path.resolve(given.DATA_DIR),
  SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)),
};
const paths = seatHostPaths(config.SEAT_HOST_DIR);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
const say = (line: string) => process.stdout.write(`${line}\n`);

if (config.SEAT_HOST !== "auto" || config.SEAT_HOST_JOIN !== "")
  say("the seats are prepared by another machine: there is nothing to renew here");
else if (!(await isUp())) say("no seat host is up: what is old is renewed at its next start");
else await renew();

/** Held meanwhile, so that a site that stops does not take it away in the middle. */
async function renew(): Promise<void> {
  const hold = await holdSeatHost(config, () => undefined, stop.signal);
  const incus = connectByRootSocket(paths.rootSocket, "default");
  try {
    const facts = await prepareSeats(incus, {
      config,
      paths,
      report: say,
      signal: stop.signal,
      mode: "renew",
    });
    await ensureProject(incus, config, facts);
    // A site goes on making seats from the golden seat that it last read of.
    await pause(UNTIL_TOLD_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    await removeOldGoldenSeats(incus, facts["user.drydock.golden"] ?? "");
    if (memberAddress(config) !== null) await removeOldGoldenImages(incus, facts["user.drydock.image"] ?? "");
    say("services, seats and base images are as new as they can be");
  } finally {
    closeConnection(incus);
    await hold.release();
  }
}

/** Asked before it is joined, because to join is to start one where there is none. */
function isUp(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(paths.holdSocket);
    socket.once("connect", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
  });
}
