import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "../attack.ts";
import { floodOf } from "../flooding-engine.ts";
import { judgeClaims } from "../judge.ts";
import type { OwnSite } from "../put-up-site.ts";
import { ask, idOf, siteOf } from "./web-client.ts";

const FROM = "the web";
const MIB = 1024 ** 2;
const LOG_BYTES = 20 * MIB;
/** Three of these do not fit into what the doctor's site keeps of a student. */
const QUOTA_LOG_BYTES = 12 * MIB;
const AT_ONCE = 60;
const LASTS_MS = 8_000;
/** What 60 readers of a 20 MiB log may add to the process, its garbage and the attacker's own buffers included. */
const MOST_BYTES = 500 * MIB;

/** One student against pool, memory and disk of the site. */
export const crowds: readonly Attack[] = [
  {
    id: "crowd/pool",
    title: "Sixty requests at a time after a log of 20 MiB, while another student works",
    from: FROM,
    expects: "The other student gets every answer, nobody a 500, and memory stays bounded.",
    seconds: 180,
    loud: true,
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      const run = await flood(site, "crowd-a", LOG_BYTES, signal);
      const before = process.memoryUsage().rss;
      const until = Date.now() + LASTS_MS;
      const over = AbortSignal.any([signal, AbortSignal.timeout(LASTS_MS)]);
      const statuses = { attacker: new Map<number, number>(), neighbour: new Map<number, number>() };
      const count = (who: keyof typeof statuses, status: number) =>
        statuses[who].set(status, (statuses[who].get(status) ?? 0) + 1);
      let [underWay, mostAtOnce, mostBytes] = [0, 0, 0];
      const paths = [`/api/runs/${run}/log`, `/api/labs/${site.lab}/runs`, `/api/labs/${site.lab}/files`];
      const attack = async (index: number) => {
        for (let turn = index; Date.now() < until && !signal.aborted; turn += 1) {
          underWay += 1;
          mostAtOnce = Math.max(mostAtOnce, underWay);
          const { status } = await read(site, "crowd-a", paths[turn % paths.length] ?? "", over);
          underWay -= 1;
          // What was still being answered at the end says nothing.
          if (status === 0 && over.aborted) return;
          count("attacker", status);
          // Refused at once, it would only measure how fast it can be refused.
          if (status === 429) await pause(100);
        }
      };
      const work = async () => {
        for (let turn = 0; Date.now() < until && !signal.aborted; turn += 1) {
          const save = turn % 2 === 0;
          const { status } = save
            ? await ask(site, { ...saveOf(site, "crowd-b", turn / 2) })
            : await read(site, "crowd-b", `/api/labs/${site.lab}/runs`);
          count("neighbour", status);
          mostBytes = Math.max(mostBytes, process.memoryUsage().rss - before);
          await pause(50);
        }
      };
      await Promise.all([work(), ...Array.from({ length: AT_ONCE }, (_, index) => attack(index))]);
      const tell = (who: keyof typeof statuses) =>
        [...statuses[who]].map(([status, times]) => `${times} × ${status}`).join(", ");
      const all = (who: keyof typeof statuses, ok: (status: number) => boolean) =>
        statuses[who].size > 0 && [...statuses[who].keys()].every(ok);
      const log = await read(site, "crowd-a", `/api/runs/${run}/log`);
      return judgeClaims(
        {
          [`the other student's answers: ${tell("neighbour")}`]: all("neighbour", (status) => status === 200),
          [`the attacker's answers: ${tell("attacker")}`]: all("attacker", (status) =>
            [200, 429, 503].includes(status),
          ),
          [`memory grew by ${Math.round(mostBytes / MIB)} MiB`]: mostBytes < MOST_BYTES,
        },
        {
          [`${mostAtOnce} were under way at once`]: mostAtOnce >= AT_ONCE / 2,
          [`${statuses.attacker.get(200) ?? 0} of them were answered`]: (statuses.attacker.get(200) ?? 0) > 0,
          [`the log has ${Math.round(log.bytes / MIB)} MiB`]: log.bytes >= LOG_BYTES,
        },
      );
    },
  },
  {
    id: "crowd/log-quota",
    title: "One log of 12 MiB after the other",
    from: FROM,
    expects: "The oldest logs go, the newest and every report stay, and another's logs are left alone.",
    seconds: 150,
    loud: true,
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      const others = await flood(site, "crowd-d", MIB, signal);
      const first = await flood(site, "crowd-c", QUOTA_LOG_BYTES, signal);
      const alone = await read(site, "crowd-c", `/api/runs/${first}/log`);
      await flood(site, "crowd-c", QUOTA_LOG_BYTES, signal);
      const last = await flood(site, "crowd-c", QUOTA_LOG_BYTES, signal);
      const isGone = async () => (await read(site, "crowd-c", `/api/runs/${first}/log`)).text;
      const gone = await comes(async () => (await isGone()).includes("no longer kept"), signal);
      const newest = await read(site, "crowd-c", `/api/runs/${last}/log`);
      const latest = await read(site, "crowd-c", `/api/labs/${site.lab}/runs`);
      const other = await read(site, "crowd-d", `/api/runs/${others}/log`);
      return judgeClaims(
        {
          "the oldest of three is no longer kept": gone,
          [`the newest has ${Math.round(newest.bytes / MIB)} MiB`]: newest.bytes >= QUOTA_LOG_BYTES,
          "the reports are there": latest.text.includes('"reports":[{'),
          [`another's log has ${Math.round(other.bytes / 1024)} KiB`]: other.bytes >= MIB,
        },
        { [`alone the oldest had ${Math.round(alone.bytes / MIB)} MiB`]: alone.bytes >= QUOTA_LOG_BYTES },
      );
    },
  },
  {
    id: "crowd/disk-floor",
    title: "A flood of log when the disk has reached its floor",
    from: FROM,
    expects: "No log is kept and the student is told; files and reports are saved.",
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      site.setDiskLow(true);
      try {
        const run = await flood(site, "crowd-e", MIB, signal);
        const log = await read(site, "crowd-e", `/api/runs/${run}/log`);
        const saved = await ask(site, saveOf(site, "crowd-e", 1));
        const latest = await read(site, "crowd-e", `/api/labs/${site.lab}/runs`);
        site.setDiskLow(false);
        const control = await flood(site, "crowd-e", MIB, signal);
        const kept = await read(site, "crowd-e", `/api/runs/${control}/log`);
        return judgeClaims(
          {
            [`of 1 MiB ${log.bytes} bytes are kept`]: log.bytes < 4096,
            "the log says so": log.text.includes("disk is nearly full"),
            [`a file is saved: ${saved.status}`]: saved.status === 200,
            "the report is there": latest.text.includes('"reports":[{'),
          },
          { [`with room again ${kept.bytes} bytes are kept`]: kept.bytes >= MIB },
        );
      } finally {
        site.setDiskLow(false);
      }
    },
  },
];

function saveOf(site: OwnSite, student: string, version: number, content = `FROM scratch\n# ${version}\n`) {
  const body = JSON.stringify({ path: "Dockerfile", content, baseVersion: version });
  return { method: "PUT", path: `/api/labs/${site.lab}/files`, student, body };
}

/** A build that prints `bytes`. @returns its run, when it has ended */
async function flood(site: OwnSite, student: string, bytes: number, signal: AbortSignal): Promise<string> {
  const files = await read(site, student, `/api/labs/${site.lab}/files`);
  const version = Number(/"path":"Dockerfile"[^}]*?"version":(\d+)/.exec(files.text)?.[1] ?? 0);
  const content = `${floodOf(bytes)}# ${version}\n`;
  const saved = await ask(site, saveOf(site, student, version, content));
  if (saved.status !== 200) throw new Error(`the Dockerfile was not saved: ${saved.text.slice(-200)}`);
  const body = JSON.stringify({ lab: site.lab, kind: "build" });
  const started = await ask(site, { method: "POST", path: "/api/runs", student, body });
  const id = idOf(started.text);
  if (id === "") throw new Error(`no run: ${started.text.slice(-200)}`);
  const ended = await comes(
    async () => (await read(site, student, `/api/runs/${id}`)).text.includes('"state":"finished"'),
    signal,
  );
  if (!ended) throw new Error("the flood has not ended");
  return id;
}

/** Whether it becomes so within a minute. */
async function comes(look: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  for (const until = Date.now() + 60_000; Date.now() < until && !signal.aborted;) {
    if (await look()) return true;
    await pause(200);
  }
  return false;
}

/** A read to its end, of which the beginning is kept; status 0 when the connection broke. */
function read(
  site: OwnSite,
  student: string,
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly status: number; readonly bytes: number; readonly text: string }> {
  return new Promise((resolve) => {
    const headers = { host: `localhost:${site.port}`, cookie: site.cookieOf(student) };
    const to = { host: "127.0.0.1", port: site.port, path, agent: false as const, headers };
    const request = get(signal === undefined ? to : { ...to, signal }, (answer) => {
      let [bytes, text] = [0, ""];
      answer.on("data", (piece: Buffer) => {
        bytes += piece.length;
        if (text.length < 100_000) text += piece.toString("latin1");
      });
      answer.on("close", () =>
        resolve({ status: answer.complete ? (answer.statusCode ?? 0) : 0, bytes, text }),
      );
      answer.on("error", () => undefined);
    });
    request.on("error", () => resolve({ status: 0, bytes: 0, text: "" }));
  });
}
