/**
 * Runs attacks from a copy of the sources in which a wall is down, and prints their results as JSON: what a proof starts.
 * Neither holds the seat host up nor clears away what is left; whoever started it does. Settings are the doctor's, in the
 * environment. usage: attack-from-copy.ts ID...
 */
import { readConfig } from "../../server/config.ts";
import { attacks } from "../attacks/all.ts";
import { openGround } from "../ground.ts";
import { findMachine } from "../machine.ts";
import { runAttacks } from "../run-attacks.ts";

const wanted = process.argv.slice(2);
const config = readConfig();
process.on("unhandledRejection", () => undefined);
console.warn = console.error = () => undefined;
const ground = await openGround(config, await findMachine(config), []);
try {
  const chosen = attacks.filter(({ id }) => wanted.includes(id));
  const results = await runAttacks(chosen, ground, new AbortController().signal, () => undefined);
  process.stdout.write(`${JSON.stringify(results)}\n`);
} finally {
  await ground.close();
}
process.exit(0);
