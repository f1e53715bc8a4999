import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PushedImages } from "../../../core/registry/listing.ts";
import { createPushedStore, keyOf, type PushedApi } from "./pushed-store.ts";

const image = { repository: "ada/app", digest: `sha256:${"a".repeat(64)}` };
const pushed: PushedImages = {
  prefix: "registry:5000/ada",
  listing: { usedBytes: 1, quotaBytes: 2, repositories: [] },
};
const list = vi.fn<PushedApi["list"]>(() => Promise.resolve({ status: "done", value: pushed }));
const remove = vi.fn<PushedApi["delete"]>(() => Promise.resolve(null));

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => vi.useRealTimers());

describe("what was pushed", () => {
  it("is asked for while somebody looks, and not after", async () => {
    const store = createPushedStore({ list, delete: remove });
    const leave = store.watch();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(list).toHaveBeenCalledTimes(3);
    expect(store.getSnapshot().pushed).toEqual(pushed);
    leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(list).toHaveBeenCalledTimes(3);
  });

  it("is listed anew after a deletion", async () => {
    const store = createPushedStore({ list, delete: remove });
    store.ask(keyOf(image));
    const deleted = store.delete(image);
    expect(store.getSnapshot()).toMatchObject({ asked: null, deleting: new Set([keyOf(image)]) });
    await deleted;
    expect(remove).toHaveBeenCalledWith(image);
    expect(list).toHaveBeenCalledTimes(1);
    expect(store.getSnapshot().deleting.size).toBe(0);
  });

  it("stays as it is, with the reason, when it could not be deleted", async () => {
    remove.mockResolvedValueOnce("Your seat is asleep.");
    const store = createPushedStore({ list, delete: remove });
    await store.delete(image);
    expect(store.getSnapshot()).toMatchObject({ problem: "Your seat is asleep.", deleting: new Set() });
    expect(list).not.toHaveBeenCalled();
  });
});
