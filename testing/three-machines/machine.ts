/*
 * One of the three machines: what `npm start` does for seats, in namespaces that stand for a machine. Ends, with all
 * of it, when its stdin does.
 * usage: machine.ts PLAN, settings in the environment
 */
import { serveInNamespaces } from "../../setup/seat-host/serve-in-namespaces.ts";
import { makeImage } from "../tiny-internet/image.ts";
import { serveRegistry } from "../tiny-internet/serve.ts";
import { planShape, type Said } from "./protocol.ts";

const plan = planShape.parse(JSON.parse(process.argv[2] ?? "{}"));
const stop = new AbortController();
process.stdin.resume().once("close", () => stop.abort());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
const say = (said: Said) => process.stdout.write(`${JSON.stringify(said)}\n`);

if (plan.debianTar !== null) {
  const layers = [{ file: plan.debianTar }];
  await serveRegistry([
    await makeImage({ name: "library/debian", tag: "bookworm-slim", environment: [], layers }),
  ]);
}

await serveInNamespaces(plan, { signal: stop.signal, say });
