import { describe, expect, it } from "vitest";
import type { AdviceRule } from "../../advice/rules.ts";
import { found, image, mend } from "../../advice/try-rule.ts";

/** Lines that make the rule speak; the text after its fix, null where none is offered. */
type Speaks = readonly [lines: readonly string[], after: readonly string[] | null];

function table(rule: AdviceRule, speaks: readonly Speaks[], silent: readonly (readonly string[])[]): void {
  describe(rule, () => {
    it.each(speaks)("finds %j", (lines, after) => {
      const text = image(...lines);
      const findings = found(rule, text);
      expect(findings).toHaveLength(1);
      if (after === null) expect(findings[0]?.fix).toBeNull();
      else {
        expect(mend(text, findings)).toBe(image(...after));
        expect(found(rule, mend(text, findings))).toEqual([]);
      }
    });
    it.each(silent.map((lines) => [lines]))("lets pass %j", (lines) =>
      expect(found(rule, image(...lines))).toEqual([]),
    );
  });
}

table(
  "apt-update-alone",
  [
    [
      ["RUN apt-get update", "", "RUN apt-get install -y curl \\", "    git", "CMD x"],
      [
        "RUN apt-get update \\",
        "    && apt-get install -y curl \\",
        "    git \\",
        "    && rm -rf /var/lib/apt/lists/*",
        "CMD x",
      ],
    ],
    [["RUN apt-get update", "# why", "RUN apt-get install -y curl"], null],
    [["RUN apt-get update", "COPY a b", "RUN apt-get install -y curl"], null],
    [["RUN apt-get update && apt-get upgrade -y", "RUN make", "RUN apt-get install -y curl"], null],
  ],
  [
    ["RUN apt-get update && apt-get install -y curl"],
    ["RUN apt-get update"],
    ["RUN apt-get update", "RUN apt-get update && apt-get install -y curl"],
    ["RUN echo apt-get update", "RUN apt-get install -y curl"],
  ],
);

table(
  "apt-yes",
  [
    [["RUN apt-get install curl"], ["RUN apt-get install -y curl"]],
    [
      ["RUN apt-get update \\", "    && apt-get install --no-install-recommends curl"],
      ["RUN apt-get update \\", "    && apt-get install -y --no-install-recommends curl"],
    ],
    [["RUN apt-get install -y a && apt-get install b"], ["RUN apt-get install -y a && apt-get install -y b"]],
  ],
  [
    ["RUN apt-get install -y curl"],
    ["RUN apt-get -y install curl"],
    ["RUN apt-get install -yq curl"],
    ["RUN apt-get install -qq curl"],
    ["RUN apt-get install --assume-yes curl"],
    ["RUN apt-get -o APT::Get::Assume-Yes=true install curl"],
    ["RUN echo apt-get install curl"],
  ],
);

table(
  "apt-recommends",
  [
    [["RUN apt-get install -y curl"], ["RUN apt-get install --no-install-recommends -y curl"]],
    [
      ['RUN ["apt-get", "install", "-y", "curl"]'],
      ['RUN ["apt-get", "install", "--no-install-recommends", "-y", "curl"]'],
    ],
  ],
  [
    ["RUN apt-get install -y --no-install-recommends curl"],
    ["RUN apt-get -o APT::Install-Recommends=0 install -y curl"],
    ["RUN apt-get update"],
  ],
);
describe("apt-recommends", () => {
  it("is silent in a stage that is only copied from", () => {
    const text = "FROM debian:12 AS b\nRUN apt-get install -y gcc\nFROM debian:12\nCOPY --from=b /a /a\n";
    expect(found("apt-recommends", text)).toEqual([]);
  });
});

table(
  "apt-for-apt-get",
  [
    [["RUN apt install -y curl"], ["RUN apt-get install -y curl"]],
    [["RUN apt-get update && apt -y install curl"], ["RUN apt-get update && apt-get -y install curl"]],
  ],
  [
    ["RUN apt-get install -y curl"],
    ["RUN apt-cache policy"],
    ["RUN apt-get install -y apt"],
    ["COPY apt /apt"],
  ],
);

table(
  "sudo",
  [
    [["RUN sudo apt-get update"], ["RUN apt-get update"]],
    [["RUN apt-get update && sudo make"], ["RUN apt-get update && make"]],
    [["RUN A=1 sudo make"], null],
    [["RUN sudo -u app make"], null],
  ],
  [
    ["RUN apt-get install -y \\", "    sudo \\", "    curl"],
    ["RUN echo sudo make"],
    ["COPY sudo /x"],
    ["RUN usermod -aG sudo app"],
  ],
);

table(
  "retired-tool",
  [
    [["RUN curl -s x | apt-key add -"], null],
    [["RUN apt-get install -y nvidia-docker2"], null],
  ],
  [
    ["RUN apt-get install -y nvidia-container-toolkit"],
    ["RUN echo apt-key"],
    ["RUN curl -o /etc/apt/keyrings/x.asc x"],
  ],
);

table(
  "cd-is-lost",
  [
    [["RUN cd /app"], ["WORKDIR /app"]],
    [["RUN mkdir /app && cd /app"], null],
  ],
  [
    ["RUN cd /app && make"],
    ["RUN (cd /app && make)"],
    ["WORKDIR /app"],
    ["RUN echo cd"],
    ["RUN cd /app; make"],
  ],
);

table(
  "pinned-packages",
  [
    [["RUN pip install fastapi"], null],
    [["RUN pip install --no-cache-dir fastapi==0.92.0 numpy"], null],
    [['RUN pip install "uvicorn[standard]"'], null],
    [["RUN python3 -m pip install --index-url https://x.org torch"], null],
  ],
  [
    ["RUN pip install -r requirements.txt"],
    ["RUN pip install fastapi==0.92.0 'numpy>=1.24,<2'"],
    ["RUN pip install --upgrade pip setuptools"],
    ["RUN pip install ."],
    ["RUN pip install -c constraints.txt fastapi"],
    ["RUN pip install /wheels/x.whl"],
    ["RUN pip install --target lib -r requirements.txt"],
    ["RUN pip install git+https://example.org/x.git"],
    ["RUN pip install --no-index --find-links /wheels winescaler"],
    ["RUN pip download x"],
  ],
);

describe("pip-of-another-python", () => {
  const cuda = "FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04\n";
  const both = "RUN apt-get update && apt-get install -y python3.11 python3-pip\n";
  it("finds the pip of the system beside a second Python", () => {
    const [finding] = found("pip-of-another-python", `${cuda}${both}RUN pip3 install torch==2.0\n`);
    expect(finding?.message).toBe("This pip installs for Python 3.10, not for 3.11");
  });
  it.each([
    `${cuda}RUN apt-get install -y python3.10 python3-pip\nRUN pip3 install a\n`,
    `${cuda}RUN apt-get install -y python3 python3-pip\nRUN pip3 install a\n`,
    `${cuda}${both}RUN python3.11 -m pip install a\n`,
    `FROM debian:bookworm-slim\n${both}RUN pip3 install a\n`,
    `FROM unheard/of:1\n${both}RUN pip3 install a\n`,
    `FROM python:3.12-bookworm\n${both}RUN pip3 install a\n`,
  ])("lets pass %j", (text) => expect(found("pip-of-another-python", text)).toEqual([]));
});

describe("cuda-twice", () => {
  const base = "FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04\n";
  it.each([
    `${base}RUN pip install torch==2.4.0`,
    `${base}RUN pip3 install torch torchvision --index-url https://download.pytorch.org/whl/cu124`,
    "FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04\nRUN python3 -m pip install 'tensorflow[and-cuda]==2.15'",
  ])("finds %j, and offers the base without the libraries", (text) => {
    const findings = found("cuda-twice", text);
    expect(findings).toHaveLength(1);
    expect(mend(text, findings)).toMatch(/^FROM nvidia\/cuda:1\d\.\d\.\d-base-ubuntu22\.04\n/);
    expect(found("cuda-twice", mend(text, findings))).toEqual([]);
  });
  it("looks into the list that is installed", () => {
    const text = `${base}COPY requirements.txt .\nRUN pip install -r requirements.txt\n`;
    const withTorch = [{ path: "requirements.txt", content: "numpy==1\ntorch==2.4.0\n" }];
    const forCpu = [
      { path: "requirements.txt", content: "--index-url https://x.org/whl/cpu\ntorch==2.4.0\n" },
    ];
    expect(found("cuda-twice", text, withTorch)).toHaveLength(1);
    expect(found("cuda-twice", text, forCpu)).toEqual([]);
    expect(found("cuda-twice", text)).toEqual([]);
  });
  it("offers no other base where something is compiled", () => {
    const text = "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN pip install torch==2.4.0\n";
    expect(found("cuda-twice", text)).toMatchObject([{ fix: null }]);
  });
  it.each([
    "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nRUN pip install torch==2.4.0",
    "FROM python:3.11-slim\nRUN pip install torch==2.4.0",
    `${base}RUN pip install torch==2.4.0 --index-url https://download.pytorch.org/whl/cpu`,
    `${base}RUN pip install torchmetrics==1.0 tensorflow==2.15`,
    `FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build\nRUN pip install torch==2\nFROM python:3.11-slim\nCOPY --from=build /a /a`,
  ])("lets pass %j", (text) => expect(found("cuda-twice", text)).toEqual([]));
});
