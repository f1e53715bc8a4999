import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { meter } from "./watch-flow.ts";

const watch = { touch: () => undefined, stop: () => undefined };
const chunk = Buffer.alloc(1000);
const pieces = (count: number) => Readable.from(Array.from({ length: count }, () => chunk));

describe("a meter", () => {
  it("ends with an error beyond its bytes, and has handed on none of them", async () => {
    const out = new PassThrough({ highWaterMark: 1e6 });
    const bounds = { maxBytes: 5000, bytesPerSecond: 1e9, burstBytes: 1e9 };
    await expect(pipeline(pieces(6), meter(bounds, watch), out)).rejects.toThrow("5000 bytes");
    expect(out.readableLength).toBeLessThanOrEqual(5000);
  });

  it("holds back what comes faster than it may, and whoever sends it", async () => {
    const out = new PassThrough({ highWaterMark: 1e6 });
    const bounds = { maxBytes: 1e6, bytesPerSecond: 20_000, burstBytes: 4000 };
    const begun = performance.now();
    await pipeline(pieces(10), meter(bounds, watch), out);
    // 10,000 bytes, of which 4000 go at once and the rest at 20,000 a second. Slower is always possible.
    expect(performance.now() - begun).toBeGreaterThan(250);
    expect(out.readableLength).toBe(10_000);
  });

  it("can be ended while it holds something back", async () => {
    const held = meter({ maxBytes: 1e6, bytesPerSecond: 1, burstBytes: 0 }, watch);
    held.write(chunk);
    const closed = new Promise((resolve) => held.once("close", resolve));
    held.destroy();
    await closed;
  });
});
