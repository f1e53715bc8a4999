import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { SeatHost } from "../../core/seat/port.ts";
import type { ClientMessage, ServerMessage } from "../../core/terminal/protocol.ts";
import { ACKNOWLEDGE_BYTES, SIGNED_OUT_CODE } from "../../core/terminal/protocol.ts";
import type { FakeProgram } from "../../testing/seats/fake-programs.ts";
import { createFakeSeatHost } from "../../testing/seats/fake-seat-host.ts";
import { createSocketDoor } from "./accept-socket.ts";
import { serveSocket } from "./serve-socket.ts";
import { TerminalManager } from "./terminal-manager.ts";

/** A shell that knows a few words. */
const bash: FakeProgram = async ({ stdin, out, size, signal }) => {
  await out("$ ");
  let line = "";
  for await (const chunk of stdin) {
    line += chunk.toString();
    if (!line.endsWith("\n")) continue;
    const [word = "", rest = ""] = line.trim().split(/ (.*)/);
    line = "";
    if (word === "exit") return Number(rest);
    if (word === "size") await out(`${size?.().cols} by ${size?.().rows}\n`);
    if (word === "flood") {
      for (let count = 0; !signal.aborted && count < Number(rest); count += 1)
        await out("0123456789abcdef".repeat(64));
      await out("flooded\n");
    }
    await out("$ ");
  }
  return 0;
};

/** A page: collects what it is shown, and acknowledges it unless it is told to be silent. */
class Page {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  text = "";
  place = 0;
  acknowledges = true;
  #told = 0;
  readonly #opened: Promise<boolean>;

  constructor(url: string, headers: Record<string, string>) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on("error", () => undefined);
    // From the first moment on: of pages that are opened together, any may be the first.
    this.#opened = new Promise((resolve) => {
      this.socket.once("open", () => resolve(true));
      this.socket.once("error", () => resolve(false));
    });
    this.socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) {
        this.text += data.toString();
        this.place += data.length;
        if (!this.acknowledges || this.place - this.#told < ACKNOWLEDGE_BYTES) return;
        this.#told = this.place;
        this.say({ type: "ack", offset: this.place });
        return;
      }
      const message = JSON.parse(data.toString()) as ServerMessage;
      if (message.type === "attached") this.place = this.#told = message.from;
      this.messages.push(message);
    });
  }
  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }
  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }
  shows(text: string) {
    return expect.poll(() => this.text).toContain(text);
  }
  opened(): Promise<boolean> {
    return this.#opened;
  }
  closed(): Promise<number> {
    return new Promise((resolve) => this.socket.once("close", resolve));
  }
}

let host: SeatHost<Duplex>;
let manager: TerminalManager;
let server: ReturnType<typeof createServer>;
const pages: Page[] = [];
const LAB = "course/lesson/lab";
/** How often the files were asked for, and what lets the answer go. */
let asked = 0;
let answerKnown: () => void = () => undefined;
/** Ends the session of the page that came last. */
let endSession: () => void = () => undefined;

function look(id: string, student = "ann", options: { from?: number; origin?: string } = {}): Page {
  const { port } = server.address() as AddressInfo;
  const from = options.from === undefined ? "" : `&from=${options.from}`;
  const page = new Page(`ws://localhost:${port}/api/terminals/${id}/socket?lab=${LAB}${from}`, {
    origin: options.origin ?? `http://localhost:${port}`,
    "x-student": student,
  });
  pages.push(page);
  return page;
}

beforeEach(async () => {
  asked = 0;
  host = createFakeSeatHost({ programs: { bash } });
  manager = new TerminalManager({
    getHost: () => host,
    prepareFolder: () => Promise.resolve("/workspace/lab"),
    idleMinutes: 20,
    perStudent: 2,
    inAll: 3,
  });
  const door = createSocketDoor({
    manager,
    readSession: (headers) => {
      const studentId = headers.get("x-student");
      return studentId === null ? null : { studentId, expiresAt: null, generation: null };
    },
    hold: (_session, end) => {
      endSession = end;
      return () => undefined;
    },
    serve: (socket, { terminal, from }) =>
      serveSocket(socket, {
        session: terminal.session,
        from,
        onKnown: async (_files, tell) => {
          asked += 1;
          await new Promise<void>((resolve) => (answerKnown = resolve));
          await tell({ type: "gone", path: "a", version: 1 });
        },
        onKeep: () => undefined,
        onClose: () => undefined,
      }),
    perStudent: 3,
  });
  server = createServer().on("upgrade", door);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
});
afterEach(async () => {
  manager.stop();
  for (const page of pages.splice(0)) page.socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

describe("a terminal", () => {
  it("starts its shell when a page first looks, and takes the page's size", async () => {
    const { id, state } = manager.create("ann", LAB);
    expect(state).toBe("asleep");
    const page = look(id);
    await page.shows("$ ");
    page.say({ type: "size", cols: 132, rows: 43 });
    page.type("size\r");
    await page.shows("132 by 43");
  });

  it("shows a second page what the first has seen, and both what comes", async () => {
    const { id } = manager.create("ann", LAB);
    const first = look(id);
    await first.shows("$ ");
    first.type("hello\r");
    await first.shows("hello\r\n$ ");
    const second = look(id);
    await second.shows("hello\r\n$ ");
    second.type("again\r");
    await first.shows("again");
  });

  it("goes on where a lost connection was, without a byte lost or doubled", async () => {
    const { id } = manager.create("ann", LAB);
    const before = look(id);
    await before.shows("$ ");
    const { place } = before;
    before.socket.terminate();
    const other = look(id);
    await other.shows("$ ");
    other.type("meanwhile\r");
    await other.shows("meanwhile\r\n$ ");
    const after = look(id, "ann", { from: place });
    await after.shows("meanwhile\r\n$ ");
    expect(before.text + after.text).toBe(other.text);
  });

  it("holds a flood up for a page that acknowledges nothing, and lets it go on with its word", async () => {
    const { id } = manager.create("ann", LAB);
    const page = look(id);
    await page.shows("$ ");
    page.acknowledges = false;
    page.type("flood 4000\r");
    await expect.poll(() => page.text.length).toBeGreaterThan(200_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.text.length).toBeLessThan(300_000);
    page.acknowledges = true;
    page.say({ type: "ack", offset: page.place });
    await page.shows("flooded");
    expect(page.text.length).toBeGreaterThan(4_000_000);
  });

  it("tells when its seat sleeps, and wakes it with the next key", async () => {
    const { id } = manager.create("ann", LAB);
    const page = look(id);
    await page.shows("$ ");
    await host.sleepSeat("ann");
    await page.shows("Your seat went to sleep");
    expect(manager.list("ann")[0]?.state).toBe("asleep");
    page.text = "";
    page.type("x");
    await page.shows("$ ");
    expect((await host.inspectSeat("ann")).state).toBe("awake");
  });

  it("tells how its shell ended, and begins a new one with Enter only", async () => {
    const { id } = manager.create("ann", LAB);
    const page = look(id);
    await page.shows("$ ");
    page.type("exit 3\r");
    await page.shows("exit code 3");
    page.text = "";
    page.type("x");
    page.type("\r");
    await page.shows("$ ");
    expect(page.text).not.toContain("x");
  });

  it("ends with its shell when it is closed, for its owner only", async () => {
    const { id } = manager.create("ann", LAB);
    const page = look(id);
    await page.shows("$ ");
    manager.close("ben", id);
    expect(manager.list("ann")).toHaveLength(1);
    manager.close("ann", id);
    expect(manager.list("ann")).toHaveLength(0);
    await expect.poll(() => page.messages.at(-1)).toEqual({ type: "state", state: "ended" });
  });
});

describe("the door", () => {
  it("is shut to other students, other sites, and terminals that are not there", async () => {
    const { id } = manager.create("ann", LAB);
    expect(await look(id).opened()).toBe(true);
    expect(await look(id, "ben").opened()).toBe(false);
    expect(await look(id, "ann", { origin: "http://evil.example" }).opened()).toBe(false);
    expect(await look(id, "ann", { origin: "null" }).opened()).toBe(false);
    expect(await look("00000000-0000-0000-0000-000000000000").opened()).toBe(false);
  });

  it("is shut to nobody", async () => {
    const { id } = manager.create("ann", LAB);
    const { port } = server.address() as AddressInfo;
    const url = `ws://localhost:${port}/api/terminals/${id}/socket?lab=${LAB}`;
    const page = new Page(url, { origin: `http://localhost:${port}` });
    expect(await page.opened()).toBe(false);
  });

  it("shuts with the session of the page, and says so; the shell goes on for its student", async () => {
    const { id } = manager.create("ann", LAB);
    const page = look(id);
    await page.shows("$ ");
    const closed = page.closed();
    endSession();
    expect(await closed).toBe(SIGNED_OUT_CODE);
    const again = look(id);
    await again.shows("$ ");
  });

  it("lets no more pages in than there may be, and again when one has left", async () => {
    const { id } = manager.create("ann", LAB);
    const some = [look(id), look(id), look(id)];
    for (const page of some) expect(await page.opened()).toBe(true);
    expect(await look(id).opened()).toBe(false);
    some[0]?.socket.close();
    await expect.poll(() => look(id).opened()).toBe(true);
  });

  it("closes on what it does not understand and on what is too much", async () => {
    const { id } = manager.create("ann", LAB);
    for (const nonsense of ["{", '{"type":"sudo"}', '{"type":"size","cols":1e9,"rows":1}', "[]"]) {
      const page = look(id);
      await page.opened();
      page.socket.send(nonsense);
      expect(await page.closed()).toBe(1008);
    }
    const loud = look(id);
    await loud.opened();
    loud.socket.send(Buffer.alloc(20_000));
    expect(await loud.closed()).toBe(1008);
    const huge = look(id);
    await huge.opened();
    huge.socket.send("x".repeat(200_000));
    expect(await huge.closed()).toBe(1009);
    const many = look(id);
    await many.opened();
    const closed = many.closed();
    for (let count = 0; count < 10_000; count += 1) many.say({ type: "ack", offset: 0 });
    expect(await closed).toBe(1008);
    const pings = look(id);
    await pings.opened();
    const cut = pings.closed();
    for (let count = 0; count < 10_000; count += 1) pings.socket.ping();
    expect(await cut).toBe(1006);
  });

  it("reads the files once for a page that asks for them again and again", async () => {
    const { id } = manager.create("ann", LAB);
    const page = look(id);
    await page.opened();
    for (let count = 0; count < 100; count += 1) page.say({ type: "known", files: {} });
    await expect.poll(() => asked).toBe(1);
    page.type("size\n");
    await page.shows("by");
    expect(asked).toBe(1);
    answerKnown();
    await expect.poll(() => page.messages.filter(({ type }) => type === "gone").length).toBe(1);
    page.say({ type: "known", files: {} });
    await expect.poll(() => asked).toBe(2);
    answerKnown();
  });
});

describe("the number of terminals", () => {
  it("closes the terminal of another lesson that was left longest ago, where there can be no more", () => {
    const first = manager.create("zoe", "a/b/one");
    const second = manager.create("zoe", "a/b/two");
    expect([first.number, second.number]).toEqual([1, 1]);
    const third = manager.create("zoe", "a/b/three");
    expect(manager.list("zoe").map(({ id }) => id)).toEqual([second.id, third.id]);
    expect(manager.create("zoe", "a/b/three").number).toBe(2);
    expect(manager.list("zoe").map(({ lab: name }) => name)).toEqual(["a/b/three", "a/b/three"]);
    expect(() => manager.create("zoe", "a/b/three")).toThrow("too many terminals");
  });

  it("is bounded for one student and for all", () => {
    manager.create("ann", LAB);
    manager.create("ann", LAB);
    expect(() => manager.create("ann", LAB)).toThrow(expect.objectContaining({ code: "TOO_MANY" }) as Error);
    manager.create("ben", LAB);
    expect(() => manager.create("cleo", LAB)).toThrow(expect.objectContaining({ code: "TOO_MANY" }) as Error);
  });

  it("gives the lowest number that is free", () => {
    const first = manager.create("ann", LAB);
    expect(manager.create("ann", LAB).number).toBe(2);
    manager.close("ann", first.id);
    expect(manager.create("ann", LAB).number).toBe(1);
  });
});
