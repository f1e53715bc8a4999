import { describe, expect, it } from "vitest";
import { composeGpuCheck, judgeComposeGpu } from "./judge-compose-gpu.ts";

const check = composeGpuCheck.parse({ kind: "compose-gpu", id: "asks", title: "Asks", points: 10 });
const judge = (text: string | null) =>
  judgeComposeGpu(check, { compose: text === null ? null : { path: "compose.yaml", text }, gpus: null });

const PLAIN = "services:\n  reader:\n    build: .\n";
const gpu = (...lines: string[]) =>
  `${PLAIN}  reader-gpu:\n    build: { context: ., target: gpu }\n${lines.map((line) => `    ${line}\n`).join("")}`;
const devices = (device: string) => [
  "deploy:",
  "  resources:",
  "    reservations:",
  `      devices: [${device}]`,
];
const PROFILE = "profiles: [gpu]";

describe("judgeComposeGpu", () => {
  it.each(["[", "- ", "{a: "])("fails a file of nothing but %j, and lives", (sign) => {
    expect(judge(sign.repeat(9000))).toMatchObject({
      status: "failed",
      evidence: [{ found: "too long or nested too deeply to be read" }, {}],
    });
  });
  it.each([
    ["a reservation", gpu(PROFILE, ...devices("{ driver: nvidia, count: 1, capabilities: [gpu] }"))],
    [
      "a reservation without a driver",
      gpu(PROFILE, ...devices("{ device_ids: ['0'], capabilities: [gpu, utility] }")),
    ],
    ["gpus", gpu(PROFILE, "gpus: all")],
    ["a CDI device", gpu(PROFILE, 'devices: ["nvidia.com/gpu=all"]')],
  ])("passes %s", (_, text) => {
    const result = judge(text);
    expect(result).toMatchObject({ status: "passed", hint: null });
    expect(result.evidence.at(-1)?.found).toContain("not tried");
  });

  it.each<[string, string | null, string, number | null]>([
    ["no file", null, "no compose.yaml", null],
    ["no YAML", "services:\n\t- a", "never by tabs", 2],
    ["a list", "- a\n", "below build, target names it", null],
    ["no service from that stage", PLAIN, "below build, target names it", 1],
    ["nothing asked for", gpu(PROFILE), "reserves no device", 4],
    ["the old runtime", gpu(PROFILE, "runtime: nvidia"), "names a program on the host", 7],
    ["no capabilities", gpu(PROFILE, ...devices("{ driver: nvidia, count: 1 }")), "without capabilities", 10],
    [
      "capabilities that are no list",
      gpu(PROFILE, ...devices("{ capabilities: gpu }")),
      "without capabilities",
      10,
    ],
    [
      "count and ids",
      gpu(PROFILE, ...devices("{ count: 1, device_ids: ['0'], capabilities: [gpu] }")),
      "exclude each other",
      10,
    ],
    ["no profile", gpu("gpus: all"), "ends with an error", 4],
    [
      "no service for the others",
      "services:\n  one:\n    profiles: [gpu]\n    build: { target: gpu }\n    gpus: all\n",
      "No service is left",
      1,
    ],
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n${PLAIN}`,
      "target names it",
      4,
    ],
  ])("fails %s", (_, text, words, line) => {
    const result = judge(text);
    expect(result).toMatchObject({ status: "failed", line, file: "compose.yaml" });
    expect(result.hint).toContain(words);
  });
});
