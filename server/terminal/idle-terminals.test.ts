import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SeatHost } from "../../core/seat/port.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { createFakeSeatHost } from "../../testing/seats/fake-seat-host.ts";
import { TerminalManager } from "./terminal-manager.ts";
import { Viewer } from "./viewer.ts";

const MINUTE_MS = 60_000;
const IDLE_MINUTES = 20;

let host: SeatHost<Duplex>;
let manager: TerminalManager;

beforeEach(() => {
  // Streams keep their own time: only the clock and what looks at it now and then is ours.
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  host = createFakeSeatHost({
    programs: {
      bash: async ({ stdin, out }) => {
        await out("$ ");
        for await (const chunk of stdin) await out(String(chunk));
        return 0;
      },
    },
  });
  manager = new TerminalManager({
    getHost: () => host,
    prepareFolder: () => Promise.resolve("/workspace/one"),
    idleMinutes: IDLE_MINUTES,
  });
});
afterEach(async () => {
  manager.stop();
  await host.close();
  vi.useRealTimers();
});

/** A page that looks at a new terminal until it leaves. */
async function look() {
  const { id } = manager.create("ann", "c/l/one");
  const terminal = manager.find("ann", id);
  if (terminal === null) throw new Error("no terminal");
  const messages: ServerMessage[] = [];
  let shown = 0;
  const viewer = new Viewer({
    sendOutput: (chunk) => (shown += chunk.length),
    sendMessage: (message) => messages.push(message),
  });
  terminal.session.attach(viewer, null);
  await expect.poll(() => terminal.session.state).toBe("running");
  await expect.poll(() => shown).toBeGreaterThan(0);
  const warnings = () => messages.flatMap((each) => (each.type === "drowsy" ? [each.minutes] : []));
  return { id, terminal, warnings, leave: () => terminal.session.detach(viewer) };
}
const pass = (minutes: number) => vi.advanceTimersByTime(minutes * MINUTE_MS);

describe("a terminal that nobody uses", () => {
  it("tells two minutes before its seat goes to sleep, once", async () => {
    const { warnings } = await look();
    pass(IDLE_MINUTES - 2.5);
    expect(warnings()).toEqual([]);
    pass(1);
    expect(warnings()).toEqual([2]);
    pass(0.5);
    expect(warnings()).toEqual([2]);
  });

  it("takes that back when a key is typed, and tells again the next time", async () => {
    const { terminal, warnings } = await look();
    pass(IDLE_MINUTES - 1);
    terminal.session.type(Buffer.from("x"));
    await expect.poll(() => Date.now() - terminal.session.typedAt).toBe(0);
    await expect
      .poll(() => {
        pass(0.25);
        return warnings();
      })
      .toEqual([2, null]);
    pass(IDLE_MINUTES - 1);
    expect(warnings()).toEqual([2, null, 2]);
  });

  it("is kept awake by a word of the page, without a key that the shell would see", async () => {
    const { warnings } = await look();
    const opened = vi.spyOn(host, "openSeat");
    pass(IDLE_MINUTES - 1);
    manager.keep("ann");
    expect(warnings()).toEqual([2, null]);
    expect(opened).toHaveBeenCalledWith("ann", { trustRunning: true });
  });

  it("is closed eight hours after the last page has left it, and not before", async () => {
    const { id, leave } = await look();
    pass(9 * 60);
    expect(manager.find("ann", id)).not.toBeNull();
    leave();
    pass(8 * 60 - 1);
    expect(manager.find("ann", id)).not.toBeNull();
    pass(2);
    expect(manager.find("ann", id)).toBeNull();
    expect(manager.list("ann")).toEqual([]);
  });
});
