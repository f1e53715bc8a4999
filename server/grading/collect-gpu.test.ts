import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../core/dockerfile/parse-dockerfile.ts";
import { labSchema } from "../../core/lab/schema.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import { CheckLedger } from "./check-ledger.ts";
import type { Grading } from "./grading.ts";
import { judgeChecks } from "./judge-checks.ts";

const lab = labSchema.parse({
  title: "Two targets",
  summary: "One of them for a GPU.",
  minutes: 10,
  image: "reader:1",
  open: "Dockerfile",
  editable: ["Dockerfile"],
  checks: [
    { id: "cuda", kind: "gpu-stage", title: "Brings CUDA once", points: 5, expect: "one-cuda" },
    { id: "asks", kind: "compose-gpu", title: "Asks for it", points: 5 },
  ],
});
const DOCKERFILE = "FROM python:3.11-slim AS gpu\nRUN pip install -r gpu.txt\nFROM python:3.11-slim\n";

async function grade(info: object) {
  const seat = liarSeat((request, response) => {
    response.statusCode = request.url === "/info" ? 200 : 404;
    response.end(JSON.stringify(info));
  });
  const grading: Grading = {
    lab,
    files: [
      { path: "Dockerfile", content: DOCKERFILE },
      { path: "gpu.txt", content: Buffer.from("torch==2.13.0+cu130\n") },
    ],
    starter: [],
    secrets: new Map(),
    limits: { logBytes: 1, buildSeconds: 1, checkSeconds: 1 },
    dockerfile: parseDockerfile(DOCKERFILE),
    signal: new AbortController().signal,
    emit: () => undefined,
    ledger: new CheckLedger(lab, () => undefined),
    found: { blocking: null, image: null, run: null },
  };
  await judgeChecks("file", grading.ledger, { seat, grading });
  return grading.ledger.list;
}

describe("what is meant for a GPU", () => {
  it("is judged by the files before anything is built", async () => {
    const [cuda, asks] = await grade({ Runtimes: { runc: {} } });
    expect(cuda).toMatchObject({ status: "passed", points: 5 });
    expect(asks).toMatchObject({ status: "failed", file: "compose.yaml" });
  });

  it.each([
    ["an engine without a GPU", { Runtimes: { runc: {} } }, "has no GPU"],
    ["an engine that says nothing of it", {}, "has no GPU"],
    ["a runtime", { Runtimes: { nvidia: { path: "nvidia-container-runtime" } } }, "names the runtime nvidia"],
    [
      "devices by CDI",
      { DiscoveredDevices: [{ ID: "intel.com/gpu=0" }, { ID: "nvidia.com/gpu=0" }] },
      "names nvidia.com/gpu=0",
    ],
  ])("says that it was not tried, and why: %s", async (_, info, words) => {
    for (const result of await grade(info)) {
      const last = result.evidence.at(-1)?.found;
      expect(last).toContain("not tried");
      expect(last).toContain(words);
    }
  });
});
