import { describe, expect, it, vi } from "vitest";
import { createLogBuffer } from "./log-buffer.ts";

const chunk = (text: string) => ({ text, stepId: null });

describe("the log buffer", () => {
  it("gives each reader what it has not read yet", () => {
    const log = createLogBuffer();
    log.append(chunk("a"));
    const first = log.readFrom(0);
    log.append(chunk("b"));
    expect(first.chunks.map(({ text }) => text)).toEqual(["a"]);
    expect(log.readFrom(first.next).chunks.map(({ text }) => text)).toEqual(["b"]);
    expect(log.readFrom(0).chunks).toHaveLength(2);
  });

  it("stays bounded, keeps the end, and admits the gap", () => {
    const log = createLogBuffer(100);
    for (let line = 0; line < 1000; line += 1) log.append(chunk(`${String(line).padStart(9, "0")}\n`));
    const { chunks, next, skipped } = log.readFrom(0);
    expect(chunks.length).toBeLessThanOrEqual(20);
    expect(chunks.at(-1)?.text).toBe("000000999\n");
    expect(skipped).toBe(true);
    expect(next).toBe(1000);
  });

  it("wakes readers until they leave", () => {
    const log = createLogBuffer();
    const listener = vi.fn();
    const leave = log.subscribe(listener);
    log.notify();
    leave();
    log.notify();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
