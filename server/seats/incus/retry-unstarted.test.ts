import { describe, expect, it, vi } from "vitest";
import { IncusError } from "./incus-error.ts";
import { retryUnstarted } from "./retry-unstarted.ts";

const unstarted = new IncusError(400, "Failed to retrieve PID of executing child process");

describe("retryUnstarted", () => {
  it("asks again when nothing was begun", async () => {
    const attempt = vi.fn().mockRejectedValueOnce(unstarted).mockResolvedValue("done");
    expect(await retryUnstarted(attempt)).toBe("done");
    expect(attempt).toHaveBeenCalledTimes(2);
  });

  it("gives up when it is never begun", async () => {
    const attempt = vi.fn().mockRejectedValue(unstarted);
    await expect(retryUnstarted(attempt)).rejects.toBe(unstarted);
    expect(attempt).toHaveBeenCalledTimes(4);
  });

  it("asks once for what may have run, and for what nobody waits for", async () => {
    const broken = vi.fn().mockRejectedValue(new IncusError(0, "the connection into the seat broke"));
    await expect(retryUnstarted(broken)).rejects.toThrow("broke");
    expect(broken).toHaveBeenCalledOnce();
    const late = vi.fn().mockRejectedValue(unstarted);
    await expect(retryUnstarted(late, AbortSignal.abort())).rejects.toBe(unstarted);
    expect(late).toHaveBeenCalledOnce();
  });
});
