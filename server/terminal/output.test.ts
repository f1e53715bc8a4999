import { describe, expect, it } from "vitest";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { OUTPUT_WINDOW_BYTES } from "../../core/terminal/protocol.ts";
import { OutputRing } from "./output-ring.ts";
import { ScreenModes } from "./screen-modes.ts";
import { Viewer } from "./viewer.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("kept output", () => {
  it("is read from any place, across chunks", () => {
    const ring = new OutputRing(100);
    for (const text of ["one ", "two ", "three"]) ring.append(bytes(text));
    expect(ring.read(2, 8).toString()).toBe("e two th");
    expect(ring.replay()).toMatchObject({ from: 0, prelude: "" });
  });

  it("is bounded, whatever comes in, and begins with a whole line", () => {
    const ring = new OutputRing(1000);
    for (let line = 0; line < 10_000; line += 1) ring.append(bytes(`line ${line}\r\n`));
    expect(ring.end - ring.start).toBe(1000);
    const { from } = ring.replay();
    expect(ring.read(from, 1000).toString()).toMatch(/^line \d+\r\n/);
    expect(ring.read(from, 1000).toString()).toMatch(/line 9999\r\n$/);
  });

  it("remembers the screen's modes of what is gone", () => {
    const ring = new OutputRing(50);
    ring.append(bytes("\u001b[?1049h\u001b[?25l\u001b[?20"));
    ring.append(bytes("04h"));
    ring.append(bytes("x".repeat(80)));
    const { prelude, fullScreen } = ring.replay();
    expect(fullScreen).toBe(true);
    expect(prelude).toBe("\u001b[?1049h\u001b[?25l\u001b[?2004h");
  });
});

describe("screen modes", () => {
  it("are those that were not taken back", () => {
    const modes = new ScreenModes();
    modes.read(bytes("\u001b[?1049;25h text \u001b[?1049l \u001b[?1000h\u001b[?1;2h"));
    expect(modes.restore()).toBe("\u001b[?1000h\u001b[?1h");
    modes.read(bytes("\u001bc"));
    expect(modes.restore()).toBe("");
  });

  it("cut in two are read once", () => {
    const modes = new ScreenModes();
    modes.read(bytes("a\u001b[?25l"));
    modes.read(bytes("b\u001b[?2"));
    modes.read(bytes("5h"));
    expect(modes.restore()).toBe("");
  });
});

describe("a page that looks on", () => {
  const page = () => {
    const messages: ServerMessage[] = [];
    let output = "";
    const viewer = new Viewer({
      sendMessage: (message) => messages.push(message),
      sendOutput: (chunk) => (output += chunk.toString("latin1")),
    });
    return { viewer, messages, output: () => output };
  };

  it("is sent no more than it acknowledges, and then the rest", () => {
    const ring = new OutputRing(1024 * 1024);
    const { viewer, output } = page();
    viewer.begin(ring, null);
    ring.append(Buffer.alloc(OUTPUT_WINDOW_BYTES + 5000, "x"));
    viewer.pump(ring);
    expect(output().length).toBe(OUTPUT_WINDOW_BYTES);
    expect(viewer.isBehind(ring)).toBe(true);
    viewer.acknowledge(10_000);
    viewer.pump(ring);
    expect(output().length).toBe(OUTPUT_WINDOW_BYTES + 5000);
    expect(viewer.isBehind(ring)).toBe(false);
  });

  it("cannot acknowledge what it was not sent", () => {
    const ring = new OutputRing(1024 * 1024);
    const { viewer, output } = page();
    viewer.begin(ring, null);
    viewer.acknowledge(10_000_000);
    ring.append(Buffer.alloc(OUTPUT_WINDOW_BYTES * 2));
    viewer.pump(ring);
    expect(output().length).toBe(OUTPUT_WINDOW_BYTES);
  });

  it("is sent nothing more while it is silent, however far others go", () => {
    const ring = new OutputRing(OUTPUT_WINDOW_BYTES);
    const { viewer, output } = page();
    viewer.begin(ring, null);
    for (let times = 0; times < 20; times += 1) {
      ring.append(Buffer.alloc(OUTPUT_WINDOW_BYTES, "x"));
      viewer.pump(ring);
    }
    expect(output().length).toBe(OUTPUT_WINDOW_BYTES);
    viewer.acknowledge(100_000);
    viewer.pump(ring);
    expect(viewer.isBehind(ring)).toBe(false);
  });

  it("goes on where it left off, and begins anew when that is gone", () => {
    const ring = new OutputRing(100);
    ring.append(bytes("first "));
    const back = page();
    ring.append(bytes("second"));
    back.viewer.begin(ring, 6);
    expect(back.output()).toBe("second");
    expect(back.messages[0]).toMatchObject({ type: "attached", from: 6, reset: false });
    ring.append(bytes(`\n${"y".repeat(99)}`));
    const late = page();
    late.viewer.begin(ring, 6);
    expect(late.messages[0]).toMatchObject({ type: "attached", reset: true });
    expect(late.output()).toMatch(/^y+$/);
  });
});
