import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { buildImage } from "../../server/docker/build-image.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import type { Attack, Control } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import type { OwnSite } from "../put-up-site.ts";
import { openApps } from "./puppet-apps.ts";
import { ask, siteOf } from "./web-client.ts";
import { comes } from "./web-socket.ts";

const FROM = "the web";
const ASKED = 40;
/** Below this a ratio says nothing: a single timer may be as late. */
const NOTICEABLE_MS = 250;
const MOST_TIMES = 10;

/** The slow end of a student's requests; of those that were refused it is infinite. Milliseconds. */
async function latency(site: OwnSite, until: () => boolean = () => true): Promise<number> {
  const times: number[] = [];
  while (times.length < ASKED || (!until() && times.length < 2000)) {
    const begun = performance.now();
    const { status } = await ask(site, { path: "/api/health", student: "neighbour" });
    times.push(status === 200 ? performance.now() - begun : Infinity);
    await pause(5);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Infinity;
}

/**
 * What is done to the site while another student asks, as a ratio against the same student on an idle site. The
 * control: that student is answered while nothing else is going on.
 */
async function besides(
  site: OwnSite,
  load: () => Promise<unknown>,
): Promise<{ claim: string; ok: boolean; control: Control }> {
  const idle = await latency(site);
  let over = false;
  const [busy] = await Promise.all([latency(site, () => over), load().finally(() => (over = true))]);
  const claim = `another student waits ${busy.toFixed(0)} ms, idle ${idle.toFixed(0)} ms (p95)`;
  const control = { "another student is answered while the site is idle": Number.isFinite(idle) };
  return { claim, ok: busy < NOTICEABLE_MS || busy < idle * MOST_TIMES, control };
}

const lines = (line: string, characters: number) => line.repeat(Math.ceil(characters / line.length));

/** Files that a student may save. Each was slow once, or is as large as it may be. */
const hostile: Readonly<Record<string, { readonly path: string; readonly content: string }>> = {
  "240 kB of stages": { path: "Dockerfile", content: lines("FROM a\n", 240_000) },
  "64 kB of instructions": {
    path: "Dockerfile",
    content: `FROM a\n${lines("RUN pip install a b && apt-get install c\n", 38_000)}`,
  },
  "quotes that never end": { path: "Dockerfile", content: `FROM a\nENV A=${lines('\\"', 39_000)}` },
  "brackets in YAML": { path: "compose.yaml", content: lines("]", 39_000) },
  "aliases that double": {
    path: "compose.yaml",
    content: Array.from({ length: 900 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`).join(""),
  },
  "an ignore file of stars": { path: ".dockerignore", content: lines("**/*a*a*a*a*b\n", 900_000) },
  "a list without versions": { path: "requirements.txt", content: lines("a\n", 39_000) },
};

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.end(JSON.stringify({ errorDetail: { message: "enough" } }));
}

export const eventLoop: readonly Attack[] = [
  {
    id: "loop/files",
    title: "Build files that are slow to read, many at once, while another student asks for a page",
    from: FROM,
    expects: "They are read in threads of their own; the other student notices nothing.",
    loud: true,
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      const plain = Array.from({ length: 50 }, (_, at) => ({
        path: `src/${"a".repeat(60)}${at}.py`,
        content: "",
      }));
      let ended = 0;
      const claims: Record<string, boolean> = {};
      let controls: Control = {};
      for (const [what, file] of Object.entries(hostile)) {
        const files = [
          ...plain,
          ...(file.path === "Dockerfile" ? [] : [{ path: "Dockerfile", content: "FROM a\nCOPY . .\n" }]),
          file,
        ];
        const build = async () => {
          const request = {
            files,
            tag: "x:1",
            limits: { logBytes: 1e6, seconds: 60 },
            signal,
            emit: () => undefined,
          };
          const { status } = await buildImage(liarSeat(refuse), request);
          if (status === "failed") ended += 1;
        };
        const { claim, ok, control } = await besides(site, () => Promise.all([build(), build()]));
        claims[`${what}: ${claim}`] = ok;
        controls = { ...controls, ...control };
      }
      return judgeClaims(claims, {
        ...controls,
        [`${ended} builds read their files and ended in words`]: ended === Object.keys(hostile).length * 2,
      });
    },
  },
  {
    id: "loop/long-texts",
    title: "A container with a label of a megabyte, and one with 20,000 labels, beside an honest one",
    from: FROM,
    expects: "Texts and lists are cut; the student still sees all three.",
    run: async (ground) => {
      const listed = (name: string, more: object) => ({
        Id: name.repeat(64).slice(0, 64),
        ...{ Names: [`/${name}`], Image: "debian", State: "running", Status: "Up 1 second", Ports: [] },
        ...more,
      });
      const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, "v"]));
      let told = 0;
      const apps = await openApps(ground, (request, response) => {
        const path = decodeURIComponent(request.url ?? "");
        if (path.includes("/volumes")) response.end(JSON.stringify({ Volumes: [] }));
        else if (!path.includes('"running"')) response.end("[]");
        else {
          const labels = { Labels: { long: "x".repeat(1_000_000) } };
          const all = [listed("a", labels), listed("b", { Labels: many }), listed("c", { Labels: {} })];
          const answer = JSON.stringify(all);
          told += answer.length;
          response.end(answer);
        }
      });
      const { status, text } = await ask(apps.site, { path: "/api/seat/containers", student: apps.student });
      return judgeClaims(
        {
          [`the panel is answered with ${status}`]: status === 200,
          "all three are in it": ["a", "b", "c"].every((name) => text.includes(`"name":"${name}"`)),
          "and nothing of their length": text.length < 50_000,
        },
        { [`the engine told ${told} bytes of them`]: told > 1_000_000 },
      );
    },
  },
  {
    id: "loop/answers",
    title: "Engine answers of very many small values, while another student asks for a page",
    from: FROM,
    expects: "They are cut while they come; the other student notices nothing.",
    loud: true,
    run: async (ground) => {
      const answers = [
        `[${"{},".repeat(1_300_000)}{}]`,
        `[${"[".repeat(2_000_000)}`,
        `{${'"a":1,'.repeat(600_000)}"a":1}`,
      ];
      let at = 0;
      const apps = await openApps(ground, (_request, response) =>
        response.end(answers[(at += 1) % answers.length]),
      );
      const look = () => ask(apps.site, { path: "/api/seat/containers", student: apps.student });
      const { claim, ok, control } = await besides(apps.site, async () => {
        for (let round = 0; round < 6; round += 1) await look();
      });
      const { status } = await look();
      return judgeClaims(
        { [claim]: ok, [`each is an error in words (${status})`]: status === 502 },
        { ...control, [`the engine was asked ${at} times`]: at >= answers.length },
      );
    },
  },
  {
    id: "loop/preview-sockets",
    title: "WebSockets of a preview that are flooded from the app's side",
    from: FROM,
    expects: "Each is held to its rate and ends at its bytes; the other student notices nothing.",
    loud: true,
    run: async (ground, signal) => {
      const apps = await openApps(ground);
      let written = 0;
      const piece = Buffer.alloc(65_536, 0x82);
      apps.serve(9000, (stream) => {
        stream.once("data", () => {
          stream.write(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
          );
          const more = () => {
            for (let room = true; room && !stream.destroyed; written += piece.length)
              room = stream.write(piece);
          };
          stream.on("drain", more);
          more();
        });
      });
      const entered = await apps.enter(9000);
      const flood = connect(apps.site.port, "127.0.0.1");
      flood.on("error", () => undefined).resume();
      flood.write(
        `GET / HTTP/1.1\r\nHost: ${entered.host}\r\nCookie: ${entered.cookie}\r\nOrigin: http://${entered.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
      const begins = await comes(() => flood.bytesRead > 1000, signal);
      const begun = performance.now();
      const before = flood.bytesRead;
      const { claim, ok, control } = await besides(apps.site, () => pause(4000));
      const rate = ((flood.bytesRead - before) / (performance.now() - begun)) * 1000;
      flood.destroy();
      return judgeClaims(
        { [`${(rate / 1e6).toFixed(0)} MB a second come through`]: rate < 40e6, [claim]: ok },
        { ...control, "it floods": begins && written > 1_000_000 },
      );
    },
  },
];
