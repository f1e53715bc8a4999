import { describe, expect, it } from "vitest";
import { createLogFeed } from "./log-feed.ts";

function terminal() {
  const calls: string[] = [];
  let done: (() => void) | null = null;
  const feed = createLogFeed({
    write: (text, callback) => {
      calls.push(text);
      done = callback;
    },
    mark: (stepId) => calls.push(`<${stepId}>`),
  });
  const finish = (): void => {
    const callback = done;
    done = null;
    callback?.();
  };
  return { feed, calls, finish };
}
const text = (value: string) => ({ text: value, stepId: null });

describe("feeding a terminal", () => {
  it("has one write under way and joins what waits", () => {
    const { feed, calls, finish } = terminal();
    feed.push([text("a")]);
    feed.push([text("b"), text("c")]);
    feed.push([text("d")]);
    expect(calls).toEqual(["a"]);
    finish();
    expect(calls).toEqual(["a", "bcd"]);
    expect(feed.isIdle()).toBe(false);
    finish();
    expect(feed.isIdle()).toBe(true);
  });

  it("sets a mark before the text of its step, after all text before it", () => {
    const { feed, calls, finish } = terminal();
    feed.push([text("a"), { text: "#1", stepId: "one" }, text("x"), { text: "#2", stepId: "two" }]);
    for (let turn = 0; turn < 4; turn += 1) finish();
    expect(calls).toEqual(["a", "<one>", "#1x", "<two>", "#2"]);
  });

  it("splits a flood into bounded writes and loses nothing", () => {
    const { feed, calls, finish } = terminal();
    const line = `${"x".repeat(99)}\n`;
    feed.push(Array.from({ length: 10_000 }, () => text(line)));
    while (!feed.isIdle()) finish();
    expect(Math.max(...calls.map((call) => call.length))).toBeLessThanOrEqual(131_072 + 100);
    expect(calls.join("").length).toBe(1_000_000);
  });

  it("writes nothing after it was stopped", () => {
    const { feed, calls, finish } = terminal();
    feed.push([text("a"), { text: "b", stepId: "s" }]);
    feed.stop();
    finish();
    expect(calls).toEqual(["a"]);
  });
});
