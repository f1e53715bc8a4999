import { describe, expect, it } from "vitest";
import { seatHostContract } from "../../server/seats/seat-host.contract.ts";
import { createFakeSeatHost } from "./fake-seat-host.ts";

seatHostContract("fake", () => Promise.resolve(createFakeSeatHost()));

describe("fake seat host", () => {
  it("refuses more seats than its limit", async () => {
    const host = createFakeSeatHost({ seatLimit: 1 });
    await host.openSeat("ann");
    await expect(host.openSeat("ben")).rejects.toMatchObject({ code: "TOO_MANY" });
    await expect(host.takeGradingSeat()).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  it("runs programs that a test brings", async () => {
    const host = createFakeSeatHost({
      programs: {
        docker: async ({ args, out }) => {
          await out(`docker ${args.join(" ")}`);
          return 0;
        },
      },
    });
    const seat = await host.openSeat("ann");
    expect((await seat.exec(["docker", "ps"])).stdout).toBe("docker ps");
  });
});
