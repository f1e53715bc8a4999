/*
 * A seat host of its own whose way out leads into a tiny internet: both live in the network namespace that this
 * process was started in, where there is nothing else. A line on its stdin silences the registries; it ends, with
 * all of it, when its stdin does.
 * usage: main.ts PLAN, settings in the environment
 */
import { readFile } from "node:fs/promises";
import { serveInNamespaces } from "../../setup/seat-host/serve-in-namespaces.ts";
import { makeImage } from "./image.ts";
import { planShape, type Said } from "./protocol.ts";
import { serveTinyInternet } from "./serve.ts";

const plan = planShape.parse(JSON.parse(process.argv[2] ?? "{}"));
const stop = new AbortController();
let isGone = false;
process.stdin.on("data", () => (isGone = true)).once("close", () => stop.abort());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
const say = (said: Said) => process.stdout.write(`${JSON.stringify(said)}\n`);

const certificate = await readFile(plan.certificate, "utf8");
const images = await Promise.all([
  makeImage({
    name: "library/python",
    tag: "3.11-slim",
    environment: ["PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"],
    // As an image of the registry has it: it knows neither proxy nor index of a seat.
    layers: [
      { file: plan.pythonTar },
      {
        "etc/.wh.pip.conf": "",
        "etc/apt/apt.conf.d/.wh.80drydock": "",
        "etc/apt/sources.list": "deb [trusted=yes] http://deb.debian.org/debian bookworm main\n",
        "etc/ssl/certs/ca-certificates.crt": certificate,
      },
    ],
  }),
  makeImage({ name: "library/tiny", tag: "1", environment: [], layers: [{ hello: "hello from tiny\n" }] }),
]);
await serveTinyInternet({
  images,
  wheels: plan.wheels,
  certificate: { certificate, key: await readFile(plan.key, "utf8") },
  isGone: () => isGone,
  onRequest: ({ origin, path }, status) => say({ type: "request", url: `${origin}${path}`, status }),
});

await serveInNamespaces(plan, { signal: stop.signal, say });
