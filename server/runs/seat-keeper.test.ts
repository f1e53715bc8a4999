import { afterEach, expect, it, vi } from "vitest";
import { AppError } from "../../core/errors.ts";
import { fakeSeatHost } from "../../testing/engines/fake-engines.ts";
import { SeatKeeper } from "./seat-keeper.ts";

let keeper: SeatKeeper | null = null;
afterEach(async () => {
  await keeper?.close();
  vi.restoreAllMocks();
});

it("finds a seat host that comes later, notices when it goes, and takes the next one", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  let there = false;
  const closed = vi.fn(() => Promise.resolve());
  const tend = vi.fn(() => Promise.resolve());
  const missing = new AppError("SEAT_HOST_MISSING", { message: "none", userMessage: "No seats. Do this." });
  const describe = () =>
    there
      ? Promise.resolve({
          kind: "fake" as const,
          version: "1",
          standIns: false,
          limits: { memoryBytes: 1, processes: 1, cpus: 1, diskBytes: 1 },
        })
      : Promise.reject(missing);
  const connect = vi.fn(() =>
    there ? Promise.resolve(fakeSeatHost({ describe, tend, close: closed })) : Promise.reject(missing),
  );
  const current = new SeatKeeper({ connect, intervalMs: 10 });
  keeper = current;
  await current.start();
  expect(() => current.getHost()).toThrow(missing);
  await vi.waitFor(() => expect(connect.mock.calls.length).toBeGreaterThan(2), 20_000);
  // The same reason is told once, not every time.
  expect(warn).toHaveBeenCalledTimes(1);
  there = true;
  await vi.waitFor(() => expect(tend).toHaveBeenCalled(), 20_000);
  const first = current.getHost();
  there = false;
  await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1), 20_000);
  expect(() => current.getHost()).toThrow("none");
  there = true;
  await vi.waitFor(() => expect(current.ready).toBe(true), 20_000);
  expect(current.getHost()).not.toBe(first);
});

it("a seat host that fails while it is asked makes the status unavailable, in words", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const gone = new Error("ECONNREFUSED /secret.sock");
  keeper = new SeatKeeper({
    connect: () => Promise.resolve(fakeSeatHost({ inspectSeat: () => Promise.reject(gone) })),
  });
  await keeper.start();
  const status = await keeper.getStatus("ada");
  expect(status).toMatchObject({ state: "unavailable", standIns: true });
  expect(JSON.stringify(status)).not.toContain("secret");
});
