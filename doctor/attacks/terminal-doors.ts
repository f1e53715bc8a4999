import { randomUUID } from "node:crypto";
import xterm from "@xterm/xterm";
import { refuseTricks } from "../../components/terminal/refuse-tricks.ts";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { createTerminal, look, openPage, socketPath, withTerminal } from "./terminal-client.ts";
import { ask, siteOf } from "./web-client.ts";
import type { openRawSocket } from "./web-socket.ts";
import { comes } from "./web-socket.ts";

const FROM = "the web";

/** What a program may print to have more than its screen: all of it in one piece. */
const TRICKS = [
  "\u001b]0;owned title\u0007",
  "\u001b]2;owned title\u001b\\",
  "\u001b]52;c;cm0gLXJmIH4=\u0007",
  "\u001b]52;c;?\u0007",
  "\u001b]4;1;?\u0007",
  "\u001b]10;?\u0007",
  "\u001b]11;?\u001b\\",
  "\u001b]12;?\u0007",
  "\u001b]50;?\u0007",
  "\u001b]7;file:///etc/passwd\u0007",
  "\u001b]777;notify;owned;owned\u0007",
  "\u001b]1337;File=inline=1:AAAA\u0007",
  "\u001b[20t\u001b[21t\u001b[22t\u001b[23t\u001b[14t\u001b[18t\u001b[3;0;0t\u001b[8;1;1t",
  "\u001bP$qowned\n\u001b\\",
  "\u001bP+q6f776e6564\u001b\\",
  "\u001b[?1;owned$p\u001bZ\u0005\u001b[0x\u001b[1x",
  `\u001b]52;c;${"A".repeat(200_000)}`,
];
/** What a terminal may say by itself: where the cursor is, what it is, which modes are on; nothing in others' words. */
const OWN_WORDS = /^(?:\u001b\[[?>=]?[\d;]*(?:[cRnx]|\$y)|\u001bP[01](?:\$r|\+r)[\d;m"q r]*\u001b\\)*$/;

export const terminalDoors: readonly Attack[] = [
  {
    id: "terminal/strangers",
    title: "Another student's terminal, by its id; one's own from a foreign page",
    from: FROM,
    expects: "A terminal is there for its student alone, and for pages of the site alone.",
    run: async (ground, signal) => {
      const site = await siteOf(ground);
      return await withTerminal(site, "neighbour", async (id) => {
        const claims: Record<string, boolean> = {};
        const control: Record<string, boolean> = {};
        const own = await openPage(site, "neighbour", id, signal);
        control["its student's page is let in"] = own.status === 101;
        const refused = async (
          what: string,
          wanted: number,
          more: Partial<Parameters<typeof openRawSocket>[1]>,
        ) => {
          const socket = await look(site, "neighbour", id, more);
          claims[`${what}: ${socket.status}`] = socket.status === wanted;
          socket.end();
        };
        await refused("another student", 404, { cookie: site.cookieOf("attacker") });
        await refused("no session", 401, { cookie: "" });
        await refused("a made-up session", 401, { cookie: "drydock_session=neighbour.9999999999999.x" });
        for (const origin of [
          "https://evil.example",
          "null",
          "http://localhost:1",
          `${site.origin}.evil.example`,
        ])
          await refused(`a page of ${origin}`, 403, { origin });
        await refused("a foreign name of the site", 400, { host: "evil.example" });
        await refused("a guessed id", 404, { path: socketPath(site, randomUUID()) });
        await refused("no lab", 400, { path: `/api/terminals/${id}/socket` });
        await refused("a place beyond the output", 400, { path: `${socketPath(site, id)}&from=-1` });
        const closed = await ask(site, {
          method: "DELETE",
          path: `/api/terminals/${id}`,
          student: "attacker",
          body: "{}",
        });
        const listed = await ask(site, { path: "/api/terminals", student: "attacker" });
        const mine = await ask(site, { path: "/api/terminals", student: "neighbour" });
        control["it is in its student's list"] = mine.text.includes(id);
        claims["it is not in another student's list"] = listed.status === 200 && !listed.text.includes(id);
        own.type("echo still''here\n");
        claims[`closed by another (${closed.status}), it goes on`] =
          (await comes(() => own.outputTail().includes("stillhere"), signal)) && !own.isClosed();
        own.end();
        return judgeClaims(claims, control);
      });
    },
  },
  {
    id: "terminal/many",
    title: "Terminals and sockets by the hundred, also of many students together",
    from: FROM,
    expects: "There is a bound for one student and one for all, and the site goes on serving.",
    // Takes all terminals that the site has.
    loud: true,
    run: async (ground) => {
      const site = await siteOf(ground);
      const made: [student: string, id: string][] = [];
      const refusals = new Set<number>();
      const create = async (student: string) => {
        const id = await createTerminal(site, student);
        if (typeof id === "string") made.push([student, id]);
        else refusals.add(id);
      };
      try {
        for (let turn = 0; turn < 12; turn += 1) await create("many-0");
        const alone = made.length;
        const sockets = await Promise.all(
          Array.from({ length: 40 }, () => look(site, "many-0", made[0]?.[1] ?? randomUUID())),
        );
        const open = sockets.filter(({ status }) => status === 101).length;
        for (const socket of sockets) socket.end();
        for (let student = 1; student <= 40; student += 1)
          await Promise.all(Array.from({ length: 6 }, () => create(`many-${student}`)));
        const { status } = await ask(site, { path: "/api/health" });
        return judgeClaims(
          {
            [`one student gets ${alone} of 12 terminals`]: alone <= 6,
            [`and ${open} of 40 sockets`]: open <= 24,
            [`41 students get ${made.length} of 252 together`]: made.length <= 200,
            [`all others are told ${[...refusals].join(", ")}`]: [...refusals].every((one) => one === 429),
            [`the site answers: ${status}`]: status === 200,
          },
          {
            "every student who is alone gets one": alone > 0 && open > 0,
            [`there were refusals: ${[...refusals].join(", ")}`]: refusals.size > 0,
          },
        );
      } finally {
        for (const [student, id] of made)
          await ask(site, { method: "DELETE", path: `/api/terminals/${id}`, student, body: "{}" });
      }
    },
  },
  {
    id: "terminal/escapes",
    title: "Titles, clipboard, colours, answers in the attacker's words: printed in a terminal",
    from: "a seat's root",
    expects: "The page's terminal names no window, touches no clipboard and types nothing of the attacker's.",
    run: async () => {
      // The very program that the page shows shells with, with the page's own refusals; only not drawn.
      const terminal = new xterm.Terminal({ allowProposedApi: true, cols: 80, rows: 10 });
      refuseTricks(terminal.parser);
      const happened: string[] = [];
      const typed: string[] = [];
      terminal.onTitleChange((title) => happened.push(`title ${title}`));
      terminal.onResize(({ cols, rows }) => happened.push(`size ${cols}x${rows}`));
      terminal.onData((data) => typed.push(data));
      const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
      for (const trick of TRICKS) await write(trick);
      await write("\u001b\\\r\nplain words");
      const buffer = terminal.buffer.active;
      const shown = Array.from(
        { length: buffer.length },
        (_, at) => buffer.getLine(at)?.translateToString(true) ?? "",
      );
      terminal.dispose();
      // The same program as it is without the page's refusals.
      const open = new xterm.Terminal({ allowProposedApi: true, cols: 80, rows: 10 });
      let titles = 0;
      open.onTitleChange(() => (titles += 1));
      for (const trick of TRICKS.slice(0, 2))
        await new Promise<void>((resolve) => open.write(trick, resolve));
      open.dispose();
      return judgeClaims(
        {
          [`${TRICKS.length} tricks changed nothing but the screen`]: happened.length === 0,
          [`what the terminal said by itself is in its own words: ${JSON.stringify(typed.join(""))}`]:
            OWN_WORDS.test(typed.join("")),
        },
        {
          "plain words are shown": shown.some((line) => line.includes("plain words")),
          "without the refusals the titles come": titles === 2,
        },
      );
    },
  },
  {
    id: "web/guessed-seats",
    title: "A container in another student's seat, by its id; a student named in the request",
    from: FROM,
    expects: "Every request works on the seat of the session that sent it.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const neighbour = await ground.neighbour();
      const run = await neighbour.exec(
        ["docker", "run", "-d", "--rm", "debian:bookworm-slim", "sleep", "120"],
        { timeoutMs: 40_000 },
      );
      const id = run.stdout.trim();
      if (!/^[0-9a-f]{64}$/.test(id)) throw new Error(`no container: ${run.stderr.slice(-200)}`);
      try {
        const stop = (path: string) => ask(site, { method: "POST", path, student: "attacker", body: "{}" });
        const list = (path: string) => ask(site, { path, student: "attacker" });
        const claims: Record<string, boolean> = {};
        const control: Record<string, boolean> = {};
        const own = await ask(site, { path: "/api/seat/containers", student: "neighbour" });
        control["its student sees the container"] = own.text.includes(id);
        for (const query of ["", "?student=neighbour", "?studentId=neighbour&seat=neighbour"]) {
          const { text } = await list(`/api/seat/containers${query}`);
          claims[`another does not${query === "" ? "" : ` by ${query}`}`] = !text.includes(id);
        }
        const answers: number[] = [];
        for (const path of [
          `/api/seat/containers/${id}/stop`,
          `/api/seat/containers/${id}/stop?student=neighbour`,
          `/api/seat/containers/..%2f..%2fneighbour%2f${id}/stop`,
        ])
          answers.push((await stop(path)).status);
        const there = await neighbour.exec(["docker", "inspect", "-f", "{{.State.Running}}", id]);
        claims[`asked by another to stop (${answers.join(", ")}), it still runs`] =
          there.stdout.trim() === "true";
        const seat = await ask(site, {
          method: "POST",
          path: "/api/seat?student=neighbour",
          student: "somebody",
          body: JSON.stringify({ action: "discard", student: "neighbour" }),
        });
        claims[`a seat named in the request: ${seat.status}`] = seat.status === 400;
        return judgeClaims(claims, control);
      } finally {
        await neighbour.exec(["docker", "rm", "-f", id], { timeoutMs: 20_000 });
      }
    },
  },
];
