import { describe, expect, it } from "vitest";
import { type ComposeKeepsCheck, type ComposeKeepsFacts, judgeComposeKeeps } from "./judge-compose-keeps.ts";

const check: ComposeKeepsCheck = {
  kind: "compose-keeps",
  id: "keeps",
  title: "It keeps",
  points: 20,
  database: "postgres",
  dataPath: "/var/lib/postgresql/data",
  count: { path: "/readings", field: "count" },
};
const volume = (name: string | null, target = check.dataPath) => ({ type: "volume", name, target });
const good: ComposeKeepsFacts = {
  file: "compose.yaml",
  database: { name: "db", line: 3 },
  mounts: [volume("drydock_readings")],
  before: 7,
  trouble: null,
  after: 7,
  left: [],
};

describe("judgeComposeKeeps", () => {
  it("passes when all of it is there again, and gone with its volume", () => {
    expect(judgeComposeKeeps(check, good)).toMatchObject({ status: "passed", points: 20 });
  });

  it.each<[string, Partial<ComposeKeepsFacts>, string]>([
    ["nothing was kept", { before: 0, after: 0 }, "tells nothing"],
    ["a volume without a name", { mounts: [volume(null)], after: 0 }, "without a name"],
    [
      "one folder too high",
      { mounts: [volume(null), volume("drydock_readings", "/var/lib/postgresql")], after: 0 },
      "Mount yours at /var/lib/postgresql/data",
    ],
    [
      "one folder too high, although it works here",
      { mounts: [volume("drydock_readings", "/var/lib/postgresql")] },
      "Mount yours at",
    ],
    [
      "a folder",
      { mounts: [{ type: "bind", name: null, target: check.dataPath }] },
      "a folder of this machine",
    ],
    ["another place", { mounts: [volume("drydock_readings", "/data")], after: 0 }, "without a name"],
    ["it does not come up again", { trouble: "boom", after: null, left: null }, "boom"],
    ["less than before", { after: 3 }, "there were 3"],
    ["a volume that stays", { left: ["drydock_readings"] }, "does not belong"],
  ])("fails: %s", (_name, facts, words) => {
    const result = judgeComposeKeeps(check, { ...good, ...facts });
    expect(result).toMatchObject({ status: "failed", points: 0, line: 3 });
    expect(result.hint).toContain(words);
  });
});
