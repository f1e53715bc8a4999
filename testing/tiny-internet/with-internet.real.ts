import { rm } from "node:fs/promises";
import path from "node:path";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { type Config, readConfig } from "../../server/config.ts";
import { buildImage } from "../../server/docker/build-image.ts";
import { connectSeatHost } from "../../server/seats/connect-seat-host.ts";
import { collectEvents } from "../real-seat.ts";
import { makePlan } from "./make-plan.ts";
import { HOSTS, OWN, TURNED_INSIDE } from "./names.ts";
import type { Plan } from "./protocol.ts";
import { type Running, startTinyInternet } from "./start.ts";

/*
 * The road with the internet, whole: probe, pull, golden seat, a student's build. The internet is a handful of
 * servers in a network namespace of their own, so that neither a name nor an address leads out of it.
 */

const machine = readConfig();
const directory = path.join(path.resolve(machine.DATA_DIR), "tiny-internet");
const settings: Config = {
  ...machine,
  DATA_DIR: directory,
  SEAT_HOST_DIR: directory,
  CONTENT_DIR: path.join(directory, "courses"),
  SEAT_POOL: 16 * 2 ** 30,
  SEAT_LIMIT: 4,
  RESERVE_SEATS: 0,
  RESERVE_GRADING_SEATS: 0,
  OFFLINE: "auto",
};
const STUDENT = "far-away";
let plan: Plan;

/** Its system images are the machine's own seat host's. */
const ownSeatHost = machine.SEAT_HOST === "auto";

beforeAll(async () => {
  if (ownSeatHost) plan = await makePlan(machine, directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Road {
  readonly title: string;
  readonly config: Config;
  readonly registry: string;
  /** Requests that must have been made, each the beginning of "STATUS URL". */
  readonly asked: readonly string[];
  readonly reached: readonly string[];
  readonly refused: readonly string[];
}

const everywhereRefused = [
  `GET http://${HOSTS.stranger}/`,
  `GET http://${TURNED_INSIDE.name}/`,
  "GET http://198.51.100.10/",
  ...OWN.strangerPorts.map((port) => `GET http://10.0.2.2:${port}/`),
  "GET http://127.0.0.1:3128/",
  `CONNECT ${HOSTS.stranger}:443`,
  `CONNECT ${TURNED_INSIDE.name}:443`,
  `GET https://${HOSTS.debian}/`,
  `CONNECT ${HOSTS.debian}:80`,
  `CONNECT ${HOSTS.debian}:22`,
  `CONNECT 10.0.2.2:${OWN.registryPort}`,
];

const roads: readonly Road[] = [
  {
    title: "registry and package index of one's own",
    config: {
      ...settings,
      REGISTRY: `http://127.0.0.1:${OWN.registryPort}`,
      PACKAGE_INDEX: `http://127.0.0.1:${OWN.indexPort}/simple`,
    },
    registry: `127.0.0.1:${OWN.registryPort}`,
    asked: [
      `200 http://10.0.2.2:${OWN.registryPort}/v2/library/python/manifests/3.11-slim`,
      `200 http://10.0.2.2:${OWN.indexPort}/simple/h11/`,
    ],
    reached: [
      `GET http://10.0.2.2:${OWN.registryPort}/v2/`,
      `GET http://${HOSTS.debian}/debian/dists/bookworm/Release`,
    ],
    // What the settings do not name is not let through.
    refused: [...everywhereRefused, `CONNECT ${HOSTS.registry}:443`, `CONNECT ${HOSTS.index}:443`],
  },
  {
    title: "Docker Hub and PyPI",
    config: settings,
    registry: HOSTS.registry,
    asked: [
      `401 https://${HOSTS.registry}/v2/`,
      `200 https://${HOSTS.tokens}/token?`,
      `307 https://${HOSTS.registry}/v2/library/python/blobs/sha256:`,
      `200 https://${HOSTS.layers}/store/sha256:`,
      `200 https://${HOSTS.index}/simple/h11/`,
      `200 https://${HOSTS.files}/packages/h11/`,
    ],
    reached: [
      `CONNECT ${HOSTS.registry}:443`,
      `CONNECT ${HOSTS.files}:443`,
      `GET http://${HOSTS.debian}/debian/dists/bookworm/Release`,
    ],
    refused: [
      ...everywhereRefused,
      `CONNECT ${HOSTS.registry}:80`,
      `GET http://10.0.2.2:${OWN.registryPort}/v2/`,
    ],
  },
];

describe.skipIf(!ownSeatHost).each(roads)("$title", ({ config, registry, asked, reached, refused }) => {
  let internet: Running;
  let host: SeatHost<Duplex>;
  let seat: Seat<Duplex>;

  beforeAll(async () => {
    internet = await startTinyInternet(plan, config);
    host = await connectSeatHost(config);
    seat = await host.openSeat(STUDENT);
  });
  afterAll(async () => {
    await (host as SeatHost<Duplex> | undefined)?.close();
    await (internet as Running | undefined)?.stop();
  });

  const build = async (dockerfile: string) => {
    const collected = collectEvents();
    const outcome = await buildImage(seat, {
      files: [{ path: "Dockerfile", content: dockerfile }],
      tag: "far:latest",
      limits: { logBytes: 1024 * 1024, seconds: 120 },
      signal: new AbortController().signal,
      emit: collected.emit,
    });
    return { outcome, log: collected.log() };
  };

  it("has the golden seat's images and packages from there", async () => {
    expect(internet.lines).toContain(`${registry} answers: base images come from there`);
    expect(internet.lines).toContain(`base image python:3.11-slim from ${registry}`);
    expect(internet.lines.filter((line) => /does not (build|answer)|could not be had/.test(line))).toEqual(
      [],
    );
    for (const request of asked)
      expect(
        internet.requests.some((one) => one.startsWith(request)),
        request,
      ).toBe(true);
    expect(await host.describe()).toMatchObject({
      standIns: false,
      buildProxy: { url: "http://10.78.0.2:3128" },
    });
  });

  it("builds with packages of the index and lists of the archive, on images that know of no proxy", async () => {
    const { outcome, log } = await build(
      [
        "FROM tiny:1 AS tiny",
        "FROM python:3.11-slim",
        "COPY --from=tiny /hello /hello",
        "RUN pip install --no-cache-dir click==8.1.3",
        `RUN python -c "import click; print('click', click.__version__, open('/hello').read())"`,
        "RUN apt-get update && apt-cache show tiny",
      ].join("\n"),
    );
    expect(outcome.status, log).toBe("built");
    expect(log).toContain("click 8.1.3 hello from tiny");
    expect(log).toContain("a package that is listed");
  });

  it("lets a build through to what is on the lists, and to nothing else", async () => {
    const { log } = await build(`FROM python:3.11-slim\nCOPY <<'EOF' /try.py\n${TRY}\nEOF
RUN python /try.py ${[...reached, ...refused].map((target) => `"${target}"`).join(" ")}\n`);
    for (const target of reached) expect(log).toMatch(new RegExp(`: 200 ${escape(target)}$`, "m"));
    for (const target of refused) expect(log).toMatch(new RegExp(`: 403 ${escape(target)}$`, "m"));
    expect(log).toContain(": nothing past the proxy");
    expect(internet.requests.filter((request) => request.includes(HOSTS.stranger))).toEqual([]);
  });

  it("says so when the registry has no such image", async () => {
    const { outcome } = await build("FROM nosuch:1\n");
    expect(outcome).toMatchObject({ status: "failed", line: 1 });
    expect(outcome.status === "failed" ? outcome.message : "").toContain("nosuch:1");
  });

  it("has a mirror: what was pulled once comes from there, also when the registry is gone", async () => {
    const pull = async () => {
      const pulled = await seat.exec(["sh", "-c", "docker image rm --force tiny:1 && docker pull tiny:1"]);
      return pulled.stdout + pulled.stderr;
    };
    const layers = () =>
      internet.requests.filter((request) => /\/blobs\/|\/store\//.test(request) && request.startsWith("200"));
    const before = layers().length;
    expect(await pull()).toContain("Downloaded newer image for tiny:1");
    expect(layers()).toHaveLength(before);
    internet.silence();
    expect(await pull()).toContain("Downloaded newer image for tiny:1");
    // One that nobody has pulled does not come from anywhere.
    const unknown = await seat.exec(["docker", "pull", "tiny:2"]);
    expect(unknown.exitCode).not.toBe(0);
    // A seat reads from it, and nothing else.
    const statuses = await seat.exec([
      "sh",
      "-c",
      [
        "-X POST http://services:5001/v2/library/tiny/blobs/uploads/",
        "-X DELETE http://services:5001/v2/library/tiny/manifests/1",
        "http://services:5001/v2/_catalog",
        "http://services:5001/v2/library/../library/tiny/manifests/1",
      ]
        .map((rest) => `curl -s --path-as-is -o /dev/null -w '%{http_code} ' ${rest}`)
        .join("; "),
    ]);
    expect(statuses.stdout).toBe("405 405 404 404 ");
  });
});

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Asks the proxy in the proxy's own words, so that no client's rules come between. */
const TRY = `
import os, socket, sys, urllib.parse
proxy = urllib.parse.urlsplit(os.environ["HTTP_PROXY"])
for target in sys.argv[1:]:
    method, url = target.split(" ")
    host = url if method == "CONNECT" else urllib.parse.urlsplit(url).netloc
    with socket.create_connection((proxy.hostname, proxy.port), 30) as way:
        way.sendall(f"{method} {url} HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\n\\r\\n".encode())
        status = way.recv(4096).split(b" ")[1].decode()
    print(f": {status} {target}", flush=True)
try:
    socket.create_connection(("198.51.100.10", 80), 3)
    print(": reached past the proxy", flush=True)
except OSError:
    print(": nothing past the proxy", flush=True)
`.trim();
