import { describe, expect, it, vi } from "vitest";
import { labSchema } from "../../../core/lab/schema.ts";
import type { RegistryAccess } from "../../../core/registry/access.ts";
import type { GradingSeat } from "../../../core/seat/port.ts";
import { fakeSeatHost } from "../../../testing/engines/fake-engines.ts";
import { liarSeat } from "../../../testing/engines/liar.ts";
import { gradeWorkspace } from "../grade-workspace.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const access: RegistryAccess = { host: "registry:5000", name: "ada", password: "top secret" };
const lab = labSchema.parse({
  title: "Shipped",
  summary: "Pushes an image to the class.",
  minutes: 10,
  open: "Dockerfile",
  editable: ["Dockerfile"],
  checks: [
    {
      id: "pushed",
      kind: "pushed",
      title: "Pushed",
      points: 10,
      repository: "reader",
      tags: [
        { tag: "1.0", labels: { version: "1.0" } },
        { tag: "1", sameAs: "1.0" },
      ],
    },
  ],
});
const listing = {
  usedBytes: 1,
  quotaBytes: 2,
  repositories: [
    { name: "ada/other", images: [{ digest: digest("c"), tags: ["2"], pushedAt: 1, bytes: 1 }] },
    { name: "ada/reader", images: [{ digest: digest("a"), tags: ["1", "1.0"], pushedAt: 1, bytes: 1 }] },
  ],
};
const honest: Readonly<Record<string, unknown>> = {
  "/mine": listing,
  [`/v2/ada/reader/manifests/${digest("a")}`]: { schemaVersion: 2, config: { digest: digest("b") } },
  [`/v2/ada/reader/blobs/${digest("b")}`]: { config: { Labels: { version: "1.0" } } },
};

async function check(answers: Readonly<Record<string, unknown>>, open: RegistryAccess | null = access) {
  const seat = liarSeat(
    () => undefined,
    (command) => {
      const path = (command.at(-1) ?? "").replace("http://registry:5000", "");
      const body = answers[path];
      return { stdout: body === undefined ? "\n404" : `${JSON.stringify(body)}\n200` };
    },
  );
  const discard = vi.fn(() => Promise.resolve());
  const graded: GradingSeat<never> = { ...seat, discard } as unknown as GradingSeat<never>;
  const takeGradingSeat = vi.fn(() => Promise.resolve(graded));
  const report = await gradeWorkspace({
    host: fakeSeatHost({ takeGradingSeat }),
    lab,
    labId: "c/l/x",
    files: [],
    starter: [],
    limits: { logBytes: 1e6, buildSeconds: 10, checkSeconds: 60 },
    signal: new AbortController().signal,
    emit: () => undefined,
    openRegistry: () => Promise.resolve(open),
  });
  return { report, seat, takeGradingSeat, discard };
}

describe("what the class registry has", () => {
  it("is asked from an untouched seat, which is thrown away, with the password in no command", async () => {
    const { report, seat, takeGradingSeat, discard } = await check(honest);
    expect(report).toMatchObject({ score: 10, blocking: null });
    expect(takeGradingSeat).toHaveBeenCalledOnce();
    expect(discard).toHaveBeenCalledOnce();
    expect(JSON.stringify(seat.commands)).not.toContain(access.password);
    expect(seat.commands).toHaveLength(3);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "a manifest that is an index",
      { ...honest, [`/v2/ada/reader/manifests/${digest("a")}`]: { manifests: [] } },
      "no label",
    ],
    [
      "a configuration of another shape",
      { ...honest, [`/v2/ada/reader/blobs/${digest("b")}`]: [1] },
      "no label",
    ],
    [
      "a config digest that is a path",
      { ...honest, [`/v2/ada/reader/manifests/${digest("a")}`]: { config: { digest: "../../mine" } } },
      "no label",
    ],
    ["a listing of another shape", { "/mine": { repositories: "all" } }, "does not answer"],
    ["a registry that is away", {}, "does not answer"],
  ])("fails with words for %s", async (_name, answers, words) => {
    const { report, discard } = await check(answers);
    expect(report.checks[0]).toMatchObject({ status: "failed", points: 0 });
    expect(report.checks[0]?.hint).toContain(words);
    expect(discard).toHaveBeenCalledOnce();
  });

  it("says so where there is none, and takes no seat for it", async () => {
    const { report, takeGradingSeat } = await check(honest, null);
    expect(report.checks[0]?.hint).toContain("no class registry");
    expect(takeGradingSeat).not.toHaveBeenCalled();
  });
});
