import { describe, expect, it } from "vitest";
import type { AdviceRule } from "../../advice/rules.ts";
import { found, image, mend } from "../../advice/try-rule.ts";
import { lintDockerfile } from "./lint-dockerfile.ts";

const fixed = (rule: AdviceRule, text: string): string => mend(text, found(rule, text));

describe("a text that is no Dockerfile yet", () => {
  it.each(["", "\n\n", "# a comment", "RUN x", "ARG A=1"])("has no findings: %j", (text) => {
    expect(lintDockerfile(text)).toEqual([]);
  });
});

describe("a good Dockerfile", () => {
  const good = `# syntax=docker/dockerfile:1
FROM python:3.11-slim AS builder
WORKDIR /app
COPY requirements.txt ./
RUN apt-get update && apt-get install -y gcc
RUN pip install -r requirements.txt
FROM python:3.11-slim
WORKDIR /app
COPY --from=builder /usr/local /usr/local
COPY app app
RUN useradd --uid 10001 app
USER app
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health')"]
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
`;
  it("has no findings", () => expect(lintDockerfile(good)).toEqual([]));
  it("has none with CRLF either", () => expect(lintDockerfile(good.replaceAll("\n", "\r\n"))).toEqual([]));
});

describe("every finding", () => {
  const bad =
    "FROM debian\nRUN apt-get update\nRUN pip install a\nENV TOKEN=x\nADD a b\nCMD run\n" +
    "FROM python:latest\nCOPY . .\nRUN pip install -r r.txt\nCMD run\n";
  it("says why in two sentences and stands in the text", () => {
    const findings = lintDockerfile(bad);
    expect(findings.length).toBeGreaterThan(6);
    const lines = bad.split("\n");
    for (const { why, range } of findings) {
      expect(why.split(/[.:] /).length).toBeGreaterThanOrEqual(2);
      expect(why.endsWith(".")).toBe(true);
      expect(range.endColumn - 1).toBeLessThanOrEqual(lines[range.endLine - 1]?.length ?? 0);
      expect(range.endLine > range.startLine || range.endColumn > range.startColumn).toBe(true);
    }
  });
  it("comes in the order of the lines", () => {
    const starts = lintDockerfile(bad).map(({ range }) => range.startLine);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });
});

describe("pinned-base", () => {
  it.each([
    ["FROM python", "DL3006"],
    ["FROM python:latest", "DL3007"],
    ["FROM localhost:5000/team/base", "DL3006"],
    ["FROM --platform=linux/amd64 debian AS build", "DL3006"],
    ["ARG TAG=latest\nFROM python:${TAG}", "DL3007"],
  ])("finds %j", (text, hadolint) => {
    expect(found("pinned-base", text)).toMatchObject([{ hadolint }]);
  });
  it.each([
    "FROM python:3.11",
    "FROM scratch",
    `FROM python@sha256:${"a".repeat(64)}`,
    "FROM python:3 AS base\nFROM base",
    "FROM localhost:5000/team/base:2",
    "ARG BASE\nFROM ${BASE}",
  ])("lets pass %j", (text) => expect(found("pinned-base", text)).toEqual([]));
  it("offers a version for a base it knows, and keeps the rest of the line", () => {
    expect(fixed("pinned-base", "FROM python:latest AS build\n")).toBe("FROM python:3.11-slim AS build\n");
    expect(found("pinned-base", "FROM unheard/of\n")[0]?.fix).toBeNull();
  });
});

describe("apt-cleanup", () => {
  it.each([
    ["RUN apt-get update && apt-get install -y curl"],
    ["RUN apt-get update \\\n    && apt-get install -y curl \\\n    && apt-get clean"],
    ["RUN rm -rf /var/lib/apt/lists/* && apt-get update"],
    ["RUN apt-get update", "RUN rm -rf /var/lib/apt/lists/*"],
    ['RUN ["apt-get", "update"]'],
    ["RUN <<EOF\napt-get update\napt-get install -y curl\nEOF"],
  ])("finds %j", (...lines) => expect(found("apt-cleanup", image(...lines))).toHaveLength(1));
  it.each([
    "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*",
    "RUN apt-get update && apt-get install -y curl \\\n    # away with them\n    && rm -rf /var/lib/apt/lists",
    "RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl",
    "RUN echo apt-get update",
    "RUN <<EOF\napt-get update\nrm -rf /var/lib/apt/lists/*\nEOF",
  ])("lets pass %j", (line) => expect(found("apt-cleanup", image(line))).toEqual([]));
  it("is silent in a stage that is only copied from", () => {
    const text = "FROM debian:12 AS build\nRUN apt-get update\nFROM debian:12\nCOPY --from=build /a /a\n";
    expect(found("apt-cleanup", text)).toEqual([]);
  });
  it("speaks in a stage that the last one continues", () => {
    expect(found("apt-cleanup", "FROM debian:12 AS base\nRUN apt-get update\nFROM base\n")).toHaveLength(1);
  });
  it("appends the clean-up to a RUN of several lines, and is then content", () => {
    const after = fixed("apt-cleanup", image("RUN apt-get update \\", "    && apt-get install -y curl"));
    expect(after).toContain("install -y curl \\\n    && rm -rf /var/lib/apt/lists/*\n");
    expect(found("apt-cleanup", after)).toEqual([]);
  });
});

describe("pip-cache", () => {
  it.each([
    ["RUN pip install fastapi"],
    ["RUN python3 -m pip install -r requirements.txt"],
    ["RUN apt-get update && pip3 install a && pip install --no-cache-dir b"],
    ["ENV PIP_NO_CACHE_DIR=", "RUN pip install a"],
    ['RUN ["pip", "install", "a"]'],
    ["RUN /opt/venv/bin/pip install a"],
  ])("finds %j", (...lines) => expect(found("pip-cache", image(...lines))).toHaveLength(1));
  it.each([
    ["RUN pip install --no-cache-dir fastapi"],
    ["ENV PIP_NO_CACHE_DIR=1", "RUN pip install a"],
    ["ENV A=1 PIP_NO_CACHE_DIR=on", "RUN pip install a"],
    ["RUN PIP_NO_CACHE_DIR=1 pip install a"],
    ["RUN --mount=type=cache,target=/root/.cache/pip pip install a"],
    ["RUN pip install a && rm -rf /root/.cache"],
    ["RUN pip install a && pip cache purge"],
    ["RUN pip list"],
    ["RUN echo 'pip install a'"],
  ])("lets pass %j", (...lines) => expect(found("pip-cache", image(...lines))).toEqual([]));
  it("puts the flag after install, on the line that lacks it", () => {
    const after = fixed(
      "pip-cache",
      image("RUN apt-get update \\", "    && pip install -r requirements.txt"),
    );
    expect(after).toContain("    && pip install --no-cache-dir -r requirements.txt\n");
    expect(found("pip-cache", after)).toEqual([]);
  });
});

describe("copy-before-install", () => {
  it.each([
    ["COPY . .", "RUN pip install -r requirements.txt"],
    ["COPY ./ /app/", "WORKDIR /app", "RUN pip install --requirement requirements.txt"],
    ['COPY [".", "/app"]', "RUN pip install -r /app/requirements.txt"],
    ["ADD . /app", "RUN pip install -rrequirements.txt"],
  ])("finds %j", (...lines) => expect(found("copy-before-install", image(...lines))).toHaveLength(1));
  it.each([
    ["COPY requirements.txt .", "RUN pip install -r requirements.txt", "COPY . ."],
    ["COPY . .", "RUN pip install ."],
    ["COPY . .", "RUN pip install -r requirements.txt ."],
    ["COPY app app", "RUN pip install -r requirements.txt"],
    ["COPY . .", "RUN pip install fastapi"],
    ["COPY . ."],
  ])("lets pass %j", (...lines) => expect(found("copy-before-install", image(...lines))).toEqual([]));
  it("knows a copy from another stage", () => {
    const text = "FROM a:1 AS b\nFROM python:3\nCOPY --from=b . .\nRUN pip install -r requirements.txt\n";
    expect(found("copy-before-install", text)).toEqual([]);
  });
  it("puts the list first and the rest below the install", () => {
    const after = fixed(
      "copy-before-install",
      image("COPY . .", "RUN pip install \\", "  -r requirements.txt", "CMD x"),
    );
    expect(after).toBe(
      image("COPY requirements*.txt ./", "RUN pip install \\", "  -r requirements.txt", "COPY . .", "CMD x"),
    );
    expect(found("copy-before-install", after)).toEqual([]);
  });
});

describe("secret-in-environment", () => {
  it.each([
    "ENV API_KEY=abc",
    "ENV DB_PASSWORD hunter2",
    "ARG GITHUB_TOKEN",
    'ENV A=1 \\\n    AWS_SECRET_ACCESS_KEY="x y"',
    "ARG dbPassword=x",
    "ENV token-( x",
    "ENV [token]-secret x",
  ])("finds %j", (line) => expect(found("secret-in-environment", image(line))).toHaveLength(1));
  it.each([
    "ENV TOKENIZERS_PARALLELISM=false",
    "ENV PASSWORD_FILE=/run/secrets/password",
    "ENV MAX_TOKENS=512",
    "ENV PUBLIC_KEY=abc",
    "ENV KEYBOARD=de",
    'ENV NOTE="TOKEN=not one"',
    "LABEL token=x",
    "RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) make",
  ])("lets pass %j", (line) => expect(found("secret-in-environment", image(line))).toEqual([]));
  it("points at the name, on its own line", () => {
    const [finding] = found("secret-in-environment", image("ENV A=1 \\", "    TOKEN=x"));
    expect(finding?.range).toEqual({ startLine: 3, startColumn: 5, endLine: 3, endColumn: 10 });
  });
});

describe("exec-form", () => {
  it.each(["CMD uvicorn app:app", "ENTRYPOINT ./start.sh"])("finds %j", (line) =>
    expect(found("exec-form", image(line))).toHaveLength(1),
  );
  it.each(['CMD ["uvicorn"]', "CMD exec uvicorn --port $PORT", 'ENTRYPOINT [ "a", "b" ]', "RUN a"])(
    "lets pass %j",
    (line) => expect(found("exec-form", image(line))).toEqual([]),
  );
  it("judges the CMD that counts: the last one", () => {
    expect(found("exec-form", image("CMD a", 'CMD ["a"]'))).toEqual([]);
  });
  it("writes plain words as a list, and leaves alone what needs the shell", () => {
    expect(fixed("exec-form", image("CMD uvicorn app:app --port 8000"))).toBe(
      image('CMD ["uvicorn", "app:app", "--port", "8000"]'),
    );
    expect(fixed("exec-form", image("CMD uvicorn --port $PORT"))).toBe(
      image("CMD exec uvicorn --port $PORT"),
    );
    expect(found("exec-form", image("CMD A=1 uvicorn app:app"))[0]?.fix).toBeNull();
    expect(found("exec-form", image("CMD cd /x && uvicorn app:app"))[0]?.fix).toBeNull();
  });
});

describe("non-root-user", () => {
  it.each([["RUN a"], ["USER root"], ["USER 0:0"], ["USER app", "RUN a", "USER 0"]])("finds %j", (...lines) =>
    expect(found("non-root-user", image(...lines))).toHaveLength(1),
  );
  it.each([["USER app"], ["USER 10001:10001"], ["USER root", "RUN a", "USER app"]])(
    "lets pass %j",
    (...lines) => expect(found("non-root-user", image(...lines))).toEqual([]),
  );
  it("does not take a user of an earlier stage for the image's", () => {
    const text = "FROM a:1 AS build\nUSER app\nFROM a:1\nCOPY --from=build /a /a\n";
    expect(found("non-root-user", text)).toMatchObject([{ range: { startLine: 3 } }]);
    expect(found("non-root-user", "FROM a:1 AS base\nUSER app\nFROM base\n")).toEqual([]);
  });
  it("takes a base at its word", () => {
    expect(found("non-root-user", "FROM gcr.io/distroless/python3:nonroot\n")).toEqual([]);
  });
});

describe("health-check", () => {
  it.each([["RUN a"], ["HEALTHCHECK NONE"], ["HEALTHCHECK CMD true", "HEALTHCHECK NONE"]])(
    "finds %j",
    (...lines) => expect(found("health-check", image(...lines))).toHaveLength(1),
  );
  it("does not count one of an earlier stage", () => {
    expect(found("health-check", "FROM a:1 AS b\nHEALTHCHECK CMD true\nFROM a:1\n")).toHaveLength(1);
  });
  it("lets pass one with options, and one of the stage that is continued", () => {
    expect(found("health-check", image("HEALTHCHECK --interval=5s CMD python check.py"))).toEqual([]);
    expect(found("health-check", "FROM a:1 AS b\nHEALTHCHECK CMD true\nFROM b\n")).toEqual([]);
  });
});

describe("add-for-copy", () => {
  it.each(["ADD app /app", "ADD --chown=1:1 a b /c/", 'ADD ["a", "b"]', "add a b"])("finds %j", (line) =>
    expect(found("add-for-copy", image(line))).toHaveLength(1),
  );
  it.each([
    "ADD https://example.org/model.bin /",
    "ADD model.tar.gz /models/",
    "ADD git@github.com:a/b.git /src",
    "ADD $SOURCE /x",
    "COPY a b",
  ])("lets pass %j", (line) => expect(found("add-for-copy", image(line))).toEqual([]));
  it("becomes COPY", () => expect(fixed("add-for-copy", image("ADD a b"))).toBe(image("COPY a b")));
});
