/*
 * The door of the class registry and of the mirror: what seats reach on the ports 5000 and 5001 of the services
 * instance. docker-registry itself listens on the loopback behind it. Bundled by setup, run there by node.
 */
import http from "node:http";
import { CommitLock } from "./commit-lock.ts";
import { boundMirror, keepHouse, sweepAlone } from "./housekeeping.ts";
import { Ledger } from "./ledger.ts";
import { limitRequests, limitServer } from "./limit-seats.ts";
import { answerMirror } from "./mirror-door.ts";
import { answerRegistry } from "./registry-door.ts";
import { Store } from "./store.ts";
import { CALM } from "./tidy.ts";
import { connectUpstream } from "./upstream.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SOON_MS = 1_000;
const THINGS = 2000;
/** Of the volume's limit; the rest is for what the file system itself needs, and for a deletion to succeed. */
const USABLE = 0.9;

const setting = (name: string) => {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
};
const listen = setting("LISTEN");
const mirrorBytes = Number(setting("MIRROR_DISK"));
const store = new Store("/var/lib/drydock-registry");
const mirror = new Store("/var/lib/drydock-mirror");
const lock = new CommitLock();
const ledger = new Ledger(
  store,
  {
    quotaBytes: Number(setting("REGISTRY_BYTES")),
    diskBytes: Number(setting("REGISTRY_DISK")) * USABLE,
    things: THINGS,
  },
  sweepAlone(store, lock),
);

const note = (error: unknown) => console.error(new Date().toISOString(), error);
let soon: NodeJS.Timeout | undefined;
const sweepSoon = () => {
  soon ??= setTimeout(() => {
    soon = undefined;
    ledger.recount().catch(note);
  }, SOON_MS);
};
const door = {
  key: setting("REGISTRY_KEY"),
  store,
  ledger,
  lock,
  upstream: connectUpstream(5100),
  onDeleted: sweepSoon,
};
const mirrorDoor = { store: mirror, upstream: connectUpstream(5101), fetching: new Set<string>() };

// Nobody goes on with an upload that an earlier door let in.
await keepHouse(store, ledger, { ...CALM, uploadMs: 0 });
const registryServer = http.createServer(limitRequests((...asked) => answerRegistry(door, ...asked)));
const mirrorServer = http.createServer(limitRequests((...asked) => answerMirror(mirrorDoor, ...asked)));
for (const server of [registryServer, mirrorServer]) limitServer(server);
registryServer.listen(5000, listen);
mirrorServer.listen(5001, listen);

let busy = false;
const house = (work: () => Promise<void>) => () => {
  if (busy) return;
  busy = true;
  work()
    .catch(note)
    .finally(() => (busy = false));
};
setInterval(
  house(() => keepHouse(store, ledger)),
  HOUR_MS / 4,
);
setInterval(
  house(() => boundMirror(mirror, mirrorBytes)),
  MINUTE_MS,
);
process.on("unhandledRejection", note);
process.on("uncaughtException", (error) => {
  note(error);
  process.exit(1);
});
