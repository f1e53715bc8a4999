import { expect, it, vi } from "vitest";
import { createOtherTabs } from "./other-tabs.ts";

it("other tabs of the same subject are told, and nobody else", async () => {
  const heard: string[] = [];
  const one = createOtherTabs("files:a");
  const stops = [
    one.watch(() => heard.push("one")),
    createOtherTabs("files:a").watch(() => heard.push("two")),
    createOtherTabs("files:b").watch(() => heard.push("elsewhere")),
  ];
  one.tell();
  await vi.waitFor(() => expect(heard).toEqual(["two"]), 20_000);
  stops[1]?.();
  const third = createOtherTabs("files:a").watch(() => heard.push("three"));
  one.tell();
  await vi.waitFor(() => expect(heard).toEqual(["two", "three"]), 20_000);
  stops[0]?.();
  stops[2]?.();
  third();
});
