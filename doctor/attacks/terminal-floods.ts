import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "../attack.ts";
import { sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { look, openPage, withTerminal } from "./terminal-client.ts";
import { ask, save, siteOf } from "./web-client.ts";
import { comes, frame, op, settles } from "./web-socket.ts";

const FROM = "the web";
const KIB = 1024;
const MIB = 1024 * KIB;
/** The window of a page (256 KiB), and what is on its way when it closes. */
const MOST_UNACKNOWLEDGED = 320 * KIB;

/** Whether somebody else is served meanwhile, and how fast. */
async function isServed(site: Parameters<typeof ask>[0]) {
  const begun = performance.now();
  const { status } = await ask(site, { path: "/api/health" });
  const ms = Math.round(performance.now() - begun);
  return { [`another student is served within ${ms} ms`]: status === 200 && ms < 5000 };
}

export const terminalFloods: readonly Attack[] = [
  {
    id: "terminal/flood",
    title: "Print without end to a page that acknowledges nothing; then Ctrl-C",
    from: FROM,
    expects: "One window is sent, the rest waits in the seat, and Ctrl-C ends it at once.",
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      const seat = await ground.attacker();
      return await withTerminal(site, "attacker", async (id) => {
        const page = await openPage(site, "attacker", id, signal, { acknowledges: false });
        page.type("yes doctor-flood\n");
        const begins = await comes(() => page.outputBytes() > 100 * KIB, signal);
        const bytes = await settles(() => page.outputBytes(), signal);
        const served = await isServed(site);
        const count = () =>
          sh(seat, "pgrep -f 'yes doctor-floo[d]' | wc -l").then(({ stdout }) => Number(stdout));
        const running = await count();
        page.type("\u0003");
        const gone = await comes(async () => (await count()) === 0, signal, 10_000);
        page.end();
        return judgeClaims(
          {
            [`${Math.round(bytes / KIB)} KiB were sent, then it waits`]: bytes <= MOST_UNACKNOWLEDGED,
            ...served,
            "Ctrl-C ends it": gone,
          },
          { "it prints, and goes on doing so": begins && running === 1 },
        );
      });
    },
  },
  {
    id: "terminal/frames",
    title: "Frames that are huge, broken, endless, or say what no page says",
    from: FROM,
    expects: "Each ends its own socket; terminal and site go on.",
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      return await withTerminal(site, "attacker", async (id) => {
        const page = await openPage(site, "attacker", id, signal);
        const text = (value: unknown) => frame(op.text, Buffer.from(JSON.stringify(value)));
        const broken: Record<string, Buffer | readonly Buffer[]> = {
          "without a mask": frame(op.text, Buffer.from("{}"), { masked: false }),
          "2^62 bytes by its header": frame(op.binary, Buffer.alloc(64), { claims: 1n << 62n }),
          "100 MB by its header": frame(op.binary, Buffer.alloc(64), { claims: 100_000_000n }),
          "66 KB of text": frame(op.text, Buffer.alloc(66_000, "x")),
          "17 KB of typing": frame(op.binary, Buffer.alloc(17 * KIB, "x")),
          "pieces without end": [
            frame(op.binary, Buffer.alloc(8 * KIB), { final: false }),
            ...Array.from({ length: 40 }, () => frame(op.more, Buffer.alloc(8 * KIB), { final: false })),
          ],
          "compressed, which was not agreed": frame(op.text, Buffer.from("{}"), { bits: 0x40 }),
          "of an unknown kind": frame(5, Buffer.from("{}")),
          "no UTF-8": frame(op.text, Buffer.from([0xff, 0xfe])),
          "no JSON": frame(op.text, Buffer.from("nonsense")),
          "JSON 20,000 deep": frame(op.text, Buffer.from("[".repeat(20_000))),
          "a size of a billion": text({ type: "size", cols: 1e9, rows: 1e9 }),
          "a size of nothing": text({ type: "size", cols: 0, rows: 0 }),
          "a negative size": text({ type: "size", cols: -1, rows: 24 }),
          "half a size": text({ type: "size", cols: 80.5, rows: 24 }),
          "a size with a path": text({ type: "size", cols: 80, rows: 24, cwd: "/" }),
          "an unknown message": text({ type: "exec", command: ["id"] }),
          "a negative place": text({ type: "ack", offset: -5 }),
          "versions of 20,000 characters": text({ type: "known", files: { ["x".repeat(20_000)]: 1 } }),
        };
        const claims: Record<string, boolean> = {};
        for (const [what, bytes] of Object.entries(broken)) {
          const socket = await look(site, "attacker", id);
          for (const one of Array.isArray(bytes) ? (bytes as readonly Buffer[]) : [bytes as Buffer])
            socket.raw(one);
          const ended = await comes(() => socket.isClosed(), signal, 5000);
          claims[`${what}: ${ended ? String(socket.closeCode()) : "taken"}`] = ended;
          socket.end();
        }
        const lies = await look(site, "attacker", id);
        for (const offset of [1e15, 1e12, 5]) lies.tell({ type: "ack", offset });
        page.type("echo still''here\n");
        claims["the terminal goes on"] = await comes(() => page.outputTail().includes("stillhere"), signal);
        page.tell({ type: "size", cols: 90, rows: 30 });
        page.type("stty size\n");
        const goesOn = await comes(() => page.outputTail().includes("30 90"), signal);
        for (const one of [lies, page]) one.end();
        return judgeClaims(
          { ...claims, ...(await isServed(site)) },
          { "a page that says what pages say is not ended": goesOn },
        );
      });
    },
  },
  {
    id: "terminal/message-floods",
    title: "Thousands of sizes, keys, pings and questions a second, some from a page that reads nothing",
    from: FROM,
    expects: "A page that says too much is cut off; what it asks for is not piled up for it.",
    seconds: 90,
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      const student = "attacker";
      await ask(site, {
        method: "PUT",
        path: `/api/labs/${site.lab}/files`,
        student,
        body: save("#".repeat(site.limits.fileBytes - 100)),
      });
      return await withTerminal(site, student, async (id) => {
        const page = await openPage(site, student, id, signal);
        const claims: Record<string, boolean> = {};
        let answered = false;
        /** `allowed`: no more than a page may say, so that it need not be cut off. */
        const flood = async (
          what: string,
          one: (turn: number) => Buffer,
          count: number,
          { reads, allowed = false }: { readonly reads: boolean; readonly allowed?: boolean },
        ) => {
          const socket = await look(site, student, id);
          const before = process.memoryUsage().rss;
          if (!reads) socket.stall();
          for (let turn = 0; turn < count && !socket.isClosed(); turn += 500) {
            socket.raw(Buffer.concat(Array.from({ length: 500 }, (_, at) => one(turn + at))));
            await new Promise((resolve) => setImmediate(resolve));
          }
          if (allowed) await pause(2_000, undefined, { signal });
          const grownMib = Math.round((process.memoryUsage().rss - before) / MIB);
          // One that has stopped to read learns of its end only when it reads on.
          socket.resume();
          const cut = allowed || (await comes(() => socket.isClosed(), signal, 15_000));
          await settles(() => socket.receivedBytes(), signal);
          const mib = socket.receivedBytes() / MIB;
          answered ||= mib > 0.01;
          socket.end();
          claims[
            `${count} ${what}: ${allowed ? "" : `cut off (${String(socket.closeCode())}), `}${mib.toFixed(1)} MiB came back`
          ] = cut && mib < 24;
          if (!reads) claims[`meanwhile our memory grew by ${Math.max(0, grownMib)} MiB`] = grownMib < 300;
        };
        const json = (value: unknown) => frame(op.text, Buffer.from(JSON.stringify(value)));
        await flood(
          "sizes",
          (turn) => json({ type: "size", cols: 60 + (turn % 100), rows: 20 + (turn % 30) }),
          40_000,
          { reads: true },
        );
        await flood("acknowledgements", (turn) => json({ type: "ack", offset: turn }), 40_000, {
          reads: true,
        });
        const question = json({ type: "known", files: {} });
        await flood("questions for all files", () => question, 3_500, { reads: false, allowed: true });
        await flood("questions for all files", () => question, 40_000, { reads: false });
        const ping = frame(op.ping, Buffer.alloc(125));
        await flood("pings that nobody reads the answers of", () => ping, 200_000, { reads: false });
        page.type("stty size; echo still''here\n");
        claims["the shell goes on"] = await comes(() => page.outputTail().includes("stillhere"), signal);
        page.end();
        return judgeClaims(
          { ...claims, ...(await isServed(site)) },
          { "what was asked for came: the page is not simply deaf": answered },
        );
      });
    },
  },
  {
    id: "terminal/slow-page",
    title: "A page that reads nothing while its terminal prints without end",
    from: FROM,
    expects: "A second page of the same terminal goes on, and nothing is piled up for the first.",
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      return await withTerminal(site, "attacker", async (id) => {
        const page = await openPage(site, "attacker", id, signal);
        const slow = await look(site, "attacker", id, { acknowledges: false });
        slow.stall();
        const before = process.memoryUsage().rss;
        page.type("timeout 30 yes doctor-slow-page\n");
        const goesOn = await comes(() => page.outputBytes() > 8 * MIB, signal, 30_000);
        const grownMib = Math.round((process.memoryUsage().rss - before) / MIB);
        page.type("\u0003");
        const served = await isServed(site);
        slow.resume();
        const bytes = await settles(() => slow.outputBytes(), signal);
        for (const one of [slow, page]) one.end();
        return judgeClaims(
          {
            [`the other page gets ${Math.round(page.outputBytes() / MIB)} MiB`]: goesOn,
            [`the slow one is sent ${Math.round(bytes / KIB)} KiB`]: bytes <= 2 * MOST_UNACKNOWLEDGED,
            [`our memory grew by ${Math.max(0, grownMib)} MiB`]: grownMib < 300,
            ...served,
          },
          { "the slow page was sent something": bytes > 0 },
        );
      });
    },
  },
  {
    id: "terminal/paste",
    title: "Type megabytes into a program that reads nothing",
    from: FROM,
    expects:
      "What is not taken is bounded and dropped with a word, and closing the terminal ends the program.",
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      const seat = await ground.attacker();
      return await withTerminal(site, "attacker", async (id) => {
        const page = await openPage(site, "attacker", id, signal);
        page.type("stty -icanon -echo; sleep 98761\n");
        const count = () => sh(seat, "pgrep -f 'sleep 9876[1]' | wc -l").then(({ stdout }) => Number(stdout));
        const runs = await comes(async () => (await count()) === 1, signal);
        for (let at = 0; at < 400; at += 1) page.raw(frame(op.binary, Buffer.alloc(16_000, "x")));
        const told = await comes(() => page.messages().some(({ type }) => type === "notice"), signal);
        // As in any terminal, what waits for a program that reads nothing is before its Ctrl-C; closing is not.
        await ask(site, { method: "DELETE", path: `/api/terminals/${id}`, student: "attacker", body: "{}" });
        const gone = await comes(async () => (await count()) === 0, signal, 10_000);
        page.end();
        return judgeClaims(
          {
            "what was dropped of 6 MB is said": told,
            "closing the terminal ends it": gone,
            ...(await isServed(site)),
          },
          { "the program runs and reads nothing": runs },
        );
      });
    },
  },
];
