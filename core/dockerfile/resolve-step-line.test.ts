import { describe, expect, it } from "vitest";
import { parseDockerfile } from "./parse-dockerfile.ts";
import { normalizeImage, resolveStepLine } from "./resolve-step-line.ts";

const MANY = `# syntax=docker/dockerfile:1
FROM python:3.11-slim AS builder
WORKDIR /src
ENV A=1
RUN pip install x
RUN pip install x
COPY . .

FROM builder AS tested
RUN pytest

FROM python:3.11-slim
RUN true
COPY --from=builder /src /src
USER 1000
COPY --from=prom/prometheus:latest /bin/promtool /bin/
`;

describe("resolveStepLine", () => {
  const parsed = parseDockerfile(MANY);
  it.each([
    ["[builder 1/5] FROM docker.io/library/python:3.11-slim", 2, "builder"],
    ["[builder 2/5] WORKDIR /src", 3, "builder"],
    ["[builder 3/5] RUN pip install x", 5, "builder"],
    ["[builder 4/5] RUN pip install x", 6, "builder"],
    ["[builder 5/5] COPY . .", 7, "builder"],
    ["[tested 1/1] RUN pytest", 10, "tested"],
    ["[stage-2 2/4] RUN true", 13, "2"],
    ["[stage-2 3/4] COPY --from=builder /src /src", 14, "2"],
    ["[linux/amd64 builder 4/5] RUN pip install x", 6, "builder"],
    ["[internal] load metadata for docker.io/library/python:3.11-slim", 2, "builder"],
    ["FROM docker.io/prom/prometheus:latest", 16, "2"],
  ])("%s", (name, line, stage) => {
    expect(resolveStepLine(parsed, name)).toEqual({ line, stage });
  });

  it.each([
    "[internal] load build definition from Dockerfile",
    "exporting to image",
    "[builder 9/12] ADD nothing like it",
    "[nobody 1/2] RUN x",
    "",
    "[",
  ])("has no line for: %s", (name) => {
    expect(resolveStepLine(parsed, name)).toEqual({ line: null, stage: null });
  });

  it("knows a single stage, whose name BuildKit leaves out, and its padded counter", () => {
    const runs = Array.from({ length: 11 }, (_, index) => `RUN echo ${index}`).join("\n");
    const single = parseDockerfile(`FROM a AS only\n${runs}\n`);
    expect(resolveStepLine(single, "[ 2/12] RUN echo 0").line).toBe(2);
    expect(resolveStepLine(single, "[12/12] RUN echo 10").line).toBe(12);
  });

  it("counts triggers that came with the base image to its FROM", () => {
    const onbuild = parseDockerfile("FROM trigger\nRUN own\n");
    expect(resolveStepLine(onbuild, "[1/4] FROM docker.io/library/trigger").line).toBe(1);
    expect(resolveStepLine(onbuild, "[3/4] RUN from-trigger").line).toBe(1);
    expect(resolveStepLine(onbuild, "[4/4] RUN own").line).toBe(2);
  });

  it("does not count FROM scratch", () => {
    const scratch = parseDockerfile("FROM scratch\nCOPY a /a\n");
    expect(resolveStepLine(scratch, "[1/1] COPY a /a").line).toBe(2);
  });
});

describe("normalizeImage", () => {
  it.each([
    ["python", "docker.io/library/python:latest"],
    ["prom/prometheus:v2", "docker.io/prom/prometheus:v2"],
    ["localhost:5000/a", "localhost:5000/a:latest"],
    ["docker.io/library/python:3@sha256:aa", "docker.io/library/python:3"],
    ["python@sha256:aa", "docker.io/library/python@sha256:aa"],
  ])("%s", (image, expected) => {
    expect(normalizeImage(image)).toBe(expected);
  });
});
