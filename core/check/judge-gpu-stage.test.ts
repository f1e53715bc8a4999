import { describe, expect, it } from "vitest";
import { gpuStageCheck, judgeGpuStage } from "./judge-gpu-stage.ts";

const judge = (
  expectation: string,
  dockerfile: string,
  files: Record<string, string> = {},
  gpus: string | null = null,
) =>
  judgeGpuStage(
    gpuStageCheck.parse({ kind: "gpu-stage", id: "gpu", title: "GPU", points: 10, expect: expectation }),
    { dockerfile, files: new Map(Object.entries(files)), gpus },
  );
const INDEX = "https://download.pytorch.org/whl";
const stage = (base: string, ...lines: string[]) =>
  [`FROM ${base} AS gpu`, ...lines, "FROM python:3.11-slim", 'CMD ["x"]', ""].join("\n");

it("is done soon with a long list that every line names", () => {
  const lines = Array.from({ length: 990 }, () => "RUN pip install -r list.txt");
  const { status } = judge("one-cuda", stage("python:3.11-slim", ...lines), {
    "list.txt": `torch\n${"a\n".repeat(40_000)}`,
  });
  expect(status).toBe("passed");
});

it("is done soon with a line that is nothing but the beginnings of variables", () => {
  const begun = performance.now();
  expect(judge("one-python", stage("python:3.11-slim", `RUN ${"${".repeat(30_000)}`)).status).toBe("passed");
  expect(performance.now() - begun).toBeLessThan(20_000);
});

describe("one CUDA", () => {
  it.each<[string, string, Record<string, string>?]>([
    ["wheels of an index", stage("python:3.11-slim", `RUN pip install torch --index-url ${INDEX}/cu130`)],
    ["wheels from PyPI, which bring CUDA", stage("python:3.11-slim", "RUN python -m pip install torch")],
    [
      "the smallest CUDA image",
      stage("nvidia/cuda:13.0.2-base-ubuntu22.04", "RUN pip install torch==2.13.0"),
    ],
    [
      "a base with torch in it",
      stage("pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime", "RUN pip install fastapi"),
    ],
    [
      "torch without CUDA on a base with it",
      stage(
        "nvidia/cuda:13.0.2-cudnn-runtime-ubuntu22.04",
        `RUN pip install torch==2.13.0+cpu -f ${INDEX}/cpu`,
      ),
    ],
    [
      "a list, in a list, under another name",
      stage("python:3.11-slim", "COPY gpu.txt /tmp/list.txt", "RUN pip install -r /tmp/list.txt"),
      {
        "gpu.txt": "-r more.txt # both\n",
        "more.txt": `--extra-index-url ${INDEX}/cu130\ntorch == 2.13.0 ; x\n`,
      },
    ],
    [
      "an index in an argument from above the first FROM",
      `ARG CUDA=cu130\n${stage("python:3.11-slim", "ARG CUDA", `RUN pip install torch --index-url ${INDEX}/\${CUDA} && x`)}`,
    ],
    [
      "an index in the environment",
      stage("python:3.11-slim", `ENV PIP_INDEX_URL=${INDEX}/cu130`, "RUN pip install torch"),
    ],
    [
      "an install in the stage below",
      `FROM python:3.11-slim AS common\nRUN uv pip install --system torch\nFROM common AS gpu\nFROM common\n`,
    ],
    [
      "an install in a stage that is copied from",
      `FROM python:3.11-slim AS one\nRUN pip install --prefix=/x torch\nFROM python:3.11-slim AS gpu\nCOPY --from=one /x /usr/local\nFROM gpu\n`,
    ],
    [
      "a wheel by its address",
      stage(
        "python:3.11-slim",
        `RUN pip install ${INDEX}/cu130/torch-2.13.0%2Bcu130-cp311-cp311-linux_x86_64.whl`,
      ),
    ],
  ])("passes %s", (_, dockerfile, files) => {
    expect(judge("one-cuda", dockerfile, files)).toMatchObject({ status: "passed", hint: null });
  });

  it.each<[string, string, Record<string, string>, string, number]>([
    [
      "a runtime base and wheels",
      stage("nvidia/cuda:13.0.2-runtime-ubuntu22.04", "RUN pip3 install torch"),
      {},
      "gigabytes twice",
      1,
    ],
    [
      "a devel base and wheels of NVIDIA's own",
      stage(
        "nvcr.io/nvidia/cuda:13.0.2-cudnn-devel-ubuntu24.04",
        `RUN pip install torch+cpu torch==1+cpu nvidia-cudnn-cu13`,
      ),
      {},
      "nvidia-cudnn-cu13",
      1,
    ],
    [
      "a base with torch, and torch again",
      stage("pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime", "RUN pip install -U torch"),
      {},
      "twice",
      1,
    ],
    [
      "the index for the processor",
      stage("python:3.11-slim", `RUN pip install torch --index-url ${INDEX}/cpu`),
      {},
      "without",
      2,
    ],
    [
      "a wheel for the processor in a list",
      stage("python:3.11-slim", "RUN pip install -r a.txt"),
      { "a.txt": "torch==2.13.0+cpu" },
      "without",
      2,
    ],
    [
      "no torch",
      stage("nvidia/cuda:13.0.2-runtime-ubuntu22.04", "RUN pip install torchvision-extra"),
      {},
      "installs torch",
      1,
    ],
    [
      "torch in another stage only",
      `FROM a AS gpu\nFROM python:3.11-slim AS cpu\nRUN pip install torch\n`,
      {},
      "installs torch",
      1,
    ],
  ])("fails %s", (_, dockerfile, files, words, line) => {
    const result = judge("one-cuda", dockerfile, files);
    expect(result).toMatchObject({ status: "failed", line });
    expect(result.hint).toContain(words);
  });

  it("says that there is no such stage, and which there are", () => {
    const result = judge("one-cuda", "FROM a AS cuda\nFROM b\n");
    expect(result).toMatchObject({ status: "failed", line: null });
    expect(result.evidence[0]?.found).toContain("cuda, 1");
    expect(judge("current", "").status).toBe("failed");
  });

  it("always says what it has not tried", () => {
    const plain = stage("python:3.11-slim", "RUN pip install torch");
    expect(judge("one-cuda", plain).evidence.at(-1)?.found).toContain(
      "not tried: the seat that grades has no GPU",
    );
    expect(judge("one-cuda", plain, {}, "the runtime nvidia").evidence.at(-1)?.found).toContain(
      "the runtime nvidia",
    );
  });
});

describe("a current CUDA", () => {
  it.each([
    ["an index", stage("python:3.11-slim", `RUN pip install torch -i ${INDEX}/cu126`)],
    ["whatever PyPI has", stage("python:3.11-slim", "RUN pip install torch")],
    [
      "a major version without a minor one",
      stage("python:3.11-slim", "RUN pip install nvidia-nccl-cu12 torch"),
    ],
    ["a tag", stage("nvidia/cuda:12.6.3-base-ubuntu22.04", "RUN pip install torch")],
  ])("passes %s", (_, dockerfile) => {
    expect(judge("current", dockerfile).status).toBe("passed");
  });
  it.each([
    ["an old index", stage("python:3.11-slim", `RUN pip install torch -i ${INDEX}/cu118`), "CUDA 11.8", 2],
    ["an old version", stage("python:3.11-slim", "RUN pip install 'torch==2.1.0+cu121'"), "CUDA 12.1", 2],
    ["an old tag", stage("nvidia/cuda:11.8.0-base-ubuntu22.04", "RUN pip install torch"), "CUDA 11.8.0", 1],
    ["an old framework image", stage("pytorch/pytorch:2.0.1-cuda11.7-cudnn8-runtime"), "CUDA 11.7", 1],
    [
      "old wheels of NVIDIA's own",
      stage("python:3.11-slim", "RUN pip install nvidia-cudnn-cu11"),
      "CUDA 11",
      2,
    ],
  ])("fails %s", (_, dockerfile, words, line) => {
    const result = judge("current", dockerfile);
    expect(result).toMatchObject({ status: "failed", line });
    expect(result.hint).toContain(words);
  });
});

describe("one Python", () => {
  const ubuntu = "nvidia/cuda:13.0.2-base-ubuntu22.04";
  const start = (word: string) => `CMD ["${word}", "app.py"]`;
  it.each([
    ["an image with one Python", stage("python:3.11-slim", "RUN pip install torch", start("python"))],
    [
      "the distribution's own",
      stage(ubuntu, "RUN apt-get install -y python3 python3-pip", "RUN pip3 install torch", start("python3")),
    ],
    [
      "its own by its number",
      stage(
        ubuntu,
        "RUN apt-get install -y python3.10 python3-pip && pip install torch",
        start("python3.10"),
      ),
    ],
    [
      "pip by way of the Python",
      stage(
        ubuntu,
        "RUN apt-get install -y python3.11 && python3.11 -m pip install torch",
        start("python3.11"),
      ),
    ],
    [
      "an environment on the PATH",
      stage(
        ubuntu,
        "RUN apt-get install -y python3.11 python3.11-venv && python3.11 -m venv /opt/venv",
        'ENV PATH="/opt/venv/bin:$PATH"',
        "RUN pip install torch",
        start("uvicorn"),
      ),
    ],
    [
      "an environment by its path",
      stage(
        ubuntu,
        "RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install torch",
        start("/opt/venv/bin/python"),
      ),
    ],
    ["no start command", stage("python:3.11-slim", "RUN pip install torch")],
  ])("passes %s", (_, dockerfile) => {
    expect(judge("one-python", dockerfile)).toMatchObject({ status: "passed", hint: null });
  });

  it.each([
    [
      "python3.11 beside the pip of another",
      stage(
        ubuntu,
        "RUN apt-get install -y python3.11 python3-pip",
        "RUN pip3 install torch",
        start("python3"),
      ),
      "python3.11",
      2,
    ],
    [
      "a start on another Python",
      stage(ubuntu, "RUN apt-get install -y python3-pip && pip install torch", start("python3.11")),
      "Python 3.10",
      2,
    ],
    [
      "an environment nobody starts",
      stage(ubuntu, "RUN python3.11 -m venv /v && /v/bin/pip install torch", start("python3")),
      "Python 3.11",
      2,
    ],
    [
      "packages of another image's Python",
      'FROM python:3.12-slim AS one\nRUN pip install --prefix=/x torch\nFROM python:3.11-slim AS gpu\nCOPY --from=one /x /usr/local\nCMD ["python"]\n',
      "Python 3.12",
      2,
    ],
  ])("fails %s", (_, dockerfile, words, line) => {
    const result = judge("one-python", dockerfile);
    expect(result).toMatchObject({ status: "failed", line });
    expect(result.hint).toContain(words);
  });
});
