import { setTimeout as pause } from "node:timers/promises";
import { loadStudentLab } from "../server/tools.ts";
import type { World } from "./bench-world.ts";
import { furtherStudents } from "./bench-world.ts";
import { buildAsStudent } from "./build-as-student.ts";
import type { Row } from "./figure.ts";
import { quantile } from "./figure.ts";
import type { Measure } from "./measure.ts";
import { openSocket, timeKeys } from "./measure-terminal-keys.ts";
import type { SiteClient } from "./site-client.ts";
import { fetchPath, followRun, pressButton, saveWorkspace } from "./site-client.ts";

/** How long the attack lasts, and the quiet before it in which the same is measured. */
const LASTS_MS = 120_000;
const PAGES_AT_ONCE = 60;
/** Between two looks of the neighbour. */
const BETWEEN_MS = 700;
const KEYS = 10;

interface Times {
  readonly page: number[];
  readonly key: number[];
  readonly build: number[];
}

/** A build that prints 32 MB; `nonce` keeps it out of the cache. */
const flood = (nonce: string) =>
  `FROM debian:bookworm-slim\nRUN : ${nonce} && head -c 24000000 /dev/urandom | base64 -w 90\n`;
/** As large as a file may be, and made of nothing but stages. */
const stages = (bytes: number) => `${"FROM a\n".repeat(Math.floor(bytes / 7))}# end\n`;

/**
 * (g) One student does the worst for two minutes: hostile Dockerfiles saved and built, floods of log, a crowd of page
 * loads after them, event streams. Meanwhile another reads, types and builds, as before it alone.
 */
export const measureNeighbour: Measure = {
  name: "neighbour",
  doing: "a student beside one who does the worst",
  async run(world) {
    const [, , attackerName = "", neighbourName = ""] = furtherStudents;
    const attacker = await world.clientOf(attackerName);
    const neighbour = await world.clientOf(neighbourName);
    const starter = (await loadStudentLab(world.config, neighbourName, world.labId)).starter;
    await saveWorkspace(neighbour, world.labId, starter);
    // The first of everything is slower, and is nobody's doing.
    await buildAsStudent(neighbour, world.labId, () => undefined);
    await buildFlood(attacker, world, "first");
    const socket = await openSocket(world, neighbour);
    const alone = await work(world, neighbour, socket);
    world.report(`  alone: ${alone.page.length} pages, ${alone.build.length} builds`);
    const attack = new AbortController();
    const attacking = doTheWorst(world, { ...attacker, signal: attack.signal });
    const beside = await work(world, neighbour, socket);
    attack.abort();
    const tried = await attacking;
    socket.close();
    world.report(
      `  beside: ${beside.page.length} pages, ${beside.build.length} builds; the attacker ${tried}`,
    );
    return rowsOf(alone, beside, tried);
  },
};

/** What a student does, over and over: reads the lesson, types into the terminal, builds. */
async function work(
  world: World,
  client: SiteClient,
  socket: Awaited<ReturnType<typeof openSocket>>,
): Promise<Times> {
  const times: Times = { page: [], key: [], build: [] };
  const lesson = `/${world.labId.split("/").slice(0, 2).join("/")}`;
  const typing = {
    write: (text: string) => socket.send(Buffer.from(text)),
    onOutput: (listener: (chunk: Buffer) => void) => {
      socket.removeAllListeners("message");
      socket.on("message", (data: Buffer, isBinary: boolean) => {
        if (isBinary) listener(data);
      });
    },
  };
  const until = Date.now() + LASTS_MS;
  while (Date.now() < until) {
    world.signal.throwIfAborted();
    const began = performance.now();
    const status = await fetchPath(client, lesson);
    if (status !== 200) throw new Error(`the lesson was answered ${status}`);
    times.page.push(performance.now() - began);
    times.key.push(...(await timeKeys(world, typing, KEYS)));
    const pressed = performance.now();
    await buildAsStudent(client, world.labId, () => undefined);
    times.build.push(performance.now() - pressed);
    await pause(BETWEEN_MS, undefined, { signal: world.signal });
  }
  return times;
}

/** Until its client is aborted. Returns what it did, in words. */
async function doTheWorst(world: World, client: SiteClient): Promise<string> {
  const lesson = `/${world.labId.split("/").slice(0, 2).join("/")}`;
  const isOver = () => client.signal.aborted || world.signal.aborted;
  const done = { pages: 0, refused: 0, builds: 0 };
  const load = async () => {
    while (!isOver()) {
      const status = await fetchPath(client, lesson).catch(() => 0);
      if (status === 200) done.pages += 1;
      else done.refused += 1;
      // Refused at once, it would only measure how fast it can be refused.
      if (status !== 200) await pause(100);
    }
  };
  const build = async () => {
    for (let turn = 0; !isOver(); turn += 1) {
      try {
        await saveWorkspace(client, world.labId, [
          { path: "Dockerfile", content: stages(world.config.FILE_BYTES / 4) },
        ]);
        await followRun(client, await pressButton(client, world.labId, "build"), () => undefined);
        await buildFlood(client, world, `turn-${turn}`);
        done.builds += 1;
      } catch {
        // Refused or over its limits: that is what the site is for.
        await pause(100);
      }
    }
  };
  await Promise.all([build(), ...Array.from({ length: PAGES_AT_ONCE }, load)]);
  return `had ${done.pages} pages and ${done.builds} pairs of builds, and was refused ${done.refused} times`;
}

async function buildFlood(client: SiteClient, world: World, nonce: string): Promise<void> {
  await saveWorkspace(client, world.labId, [
    { path: "Dockerfile", content: flood(`${Date.now()}-${nonce}`) },
  ]);
  await followRun(client, await pressButton(client, world.labId, "build"), () => undefined);
}

function rowsOf(alone: Times, beside: Times, tried: string): Row[] {
  const what = "the same student alone, before it, p95";
  const row = (of: keyof Times, words: string): Row => ({
    measure: `Beside a student who does the worst for two minutes: ${words}, p95`,
    ours: quantile("ms", beside[of], 0.95),
    beside: { what, figure: quantile("ms", alone[of], 0.95) },
    note: `The other ${tried}.`,
  });
  return [
    row("page", "a lesson's page"),
    row("key", "a key in the terminal"),
    row("build", "a build from the cache, from pressing it to its end"),
  ];
}
