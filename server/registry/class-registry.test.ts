import { describe, expect, it, vi } from "vitest";
import { createFakeSeatHost } from "../../testing/seats/fake-seat-host.ts";
import { ClassRegistry } from "./class-registry.ts";

const digest = `sha256:${"a".repeat(64)}`;
const listing = {
  usedBytes: 5,
  quotaBytes: 10,
  repositories: [{ name: "ada/app", images: [{ digest, tags: ["1"], pushedAt: 1, bytes: 5 }] }],
};

/** A seat whose curl answers so, as a registry would or as a liar does. */
function open(answer: string) {
  const asked = vi.fn<(args: readonly string[], stdin: string) => void>();
  const host = createFakeSeatHost({
    registry: (studentId) => ({ host: "registry:5000", name: studentId, password: "p" }),
    programs: {
      curl: async ({ args, stdin, out }) => {
        let typed = "";
        for await (const chunk of stdin) typed += chunk.toString("utf8");
        asked(args, typed);
        await out(answer);
        return 0;
      },
    },
  });
  return { host, asked, registry: new ClassRegistry(() => host) };
}

describe("the class registry of a student", () => {
  it("is listed by way of their own seat, with their own credential, which no process list shows", async () => {
    const { host, asked, registry } = open(`${JSON.stringify(listing)}\n200`);
    await host.openSeat("ada");
    expect(await registry.list("ada")).toEqual({ prefix: "registry:5000/ada", listing });
    const [args = [], stdin] = asked.mock.calls[0] ?? [];
    expect(args.at(-1)).toBe("http://registry:5000/mine");
    expect(args.join(" ")).not.toContain("ada:p");
    expect(stdin).toBe('user = "ada:p"\n');
  });

  it("is not asked for while the seat sleeps, which stays asleep", async () => {
    const { host, asked, registry } = open("");
    await host.openSeat("ada");
    await host.sleepSeat("ada");
    expect(await registry.list("ada")).toEqual({ prefix: "registry:5000/ada", listing: null });
    await expect(registry.delete("ada", { repository: "ada/app", digest })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ["nothing", ""],
    ["a refusal", "{}\n401"],
    ["what is no listing", `{"usedBytes":"<script>"}\n200`],
    ["a digest that is none", `${JSON.stringify(listing).replace("sha256", "../../x")}\n200`],
    ["more than there can be", `${"x".repeat(3_000_000)}\n200`],
  ])("is a fault with words when the seat answers %s", async (_what, answer) => {
    const { host, registry } = open(answer);
    await host.openSeat("ada");
    await expect(registry.list("ada")).rejects.toMatchObject({ code: "SEAT_UNAVAILABLE" });
  });

  it("loses an image by digest; one that is gone already is no fault", async () => {
    for (const status of [202, 404]) {
      const { host, asked, registry } = open(`\n${status}`);
      await host.openSeat("ada");
      await registry.delete("ada", { repository: "ada/app", digest });
      expect(asked.mock.calls[0]?.[0].at(-1)).toBe(`http://registry:5000/v2/ada/app/manifests/${digest}`);
    }
  });

  it("is none where the seat host has none", async () => {
    const registry = new ClassRegistry(() => createFakeSeatHost());
    expect(await registry.list("ada")).toEqual({ prefix: null, listing: null });
  });
});
