/** Deletes what a doctor has made, once its standard input ends. Settings are the doctor's, in the environment. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readConfig } from "../server/config.ts";
import { removeTree } from "../server/data-dir/remove-tree.ts";
import { endLeftPostgres } from "../server/db/start-postgres.ts";
import { discardAllSeats } from "../server/seats/discard-all-seats.ts";
import { incusRequest } from "../server/seats/incus/request.ts";
import { setInstanceState } from "../server/seats/incus/set-state.ts";
import { incusCall } from "../server/seats/incus/wait-operation.ts";
import { holdSeatHost } from "../setup/hold-seat-host.ts";
import { findMachine } from "./machine.ts";
import { removeOwnProject } from "./prove/lower/own-project.ts";
import { removeRules } from "./prove/lower/with-rules.ts";
import { SITE_FOLDER } from "./put-up-site.ts";
import { lockOf, ownInstances } from "./realm.ts";

const LONGEST_MS = 5 * 60_000;
const config = readConfig();
const quiet = () => undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, quiet);
const hold =
  process.getuid?.() === 0 && config.SEAT_HOST === "auto" ? await holdSeatHost(config, quiet) : null;
// What a seat host that was killed under the last doctor has kept.
await sweep().catch(complain);
process.stdout.write("ready\n");

await new Promise<void>((resolve) => {
  process.stdin.on("end", resolve).on("error", resolve).resume();
});
// A seat host that does not answer any more must not hold up the next doctor for good.
setTimeout(() => process.exit(1), LONGEST_MS).unref();
// The site's PostgreSQL outlives a doctor that was killed.
await endLeftPostgres(path.join(config.DATA_DIR, SITE_FOLDER)).catch(complain);
await sweep().catch(complain);
await removeTree(config.DATA_DIR).catch(complain);
await hold?.release();
await rm(lockOf(config), { force: true });
process.exit(0);

async function sweep(): Promise<void> {
  await discardAllSeats(config);
  await discardOwnInstances();
}

function complain(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`still in the seat host, until the next doctor: ${text}\n`);
}

/** Copies of the services instance that the proxy was attacked in: there is one doctor at a time. */
async function discardOwnInstances(): Promise<void> {
  const machine = await findMachine(config);
  if (machine === null) return;
  await removeRules(machine);
  await removeOwnProject(machine.root, config);
  const answer = await incusRequest(machine.root, "GET", "/1.0/instances", { query: { recursion: "1" } });
  const all = z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
      }),
    )
    .parse(answer.metadata);
  for (const { name, status } of all) {
    if (!name.startsWith(`${ownInstances(config)}-`)) continue;
    if (status !== "Stopped") await setInstanceState(machine.root, name, "stop", { force: true });
    await incusCall(machine.root, "DELETE", `/1.0/instances/${name}`);
  }
}
