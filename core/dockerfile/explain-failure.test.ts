import { describe, expect, it } from "vitest";
import { explainFailure } from "./explain-failure.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

const dockerfile = parseDockerfile(
  "FROM python:3.11-slim AS builder\nWORKDIR /build\nRUN ./install.sh\nFROM python:3.11-slim\nCOPY /build/dist /app\nCOPY app /app\n",
);
const explain = (error: string, step: { name: string; line: number; output?: string } | null) =>
  explainFailure({
    dockerfile,
    error,
    step: step === null ? null : { output: "", ...step, error },
    images: [],
  });
const notFound = (path: string) => `failed to calculate checksum of ref abc: "${path}": not found`;

describe("a build that failed", () => {
  it("for a --from that was forgotten says which stage may have made it", () => {
    const failure = explain(notFound("/build/dist"), {
      name: "[stage-1 2/3] COPY /build/dist /app",
      line: 5,
    });
    expect(failure.message).toContain("If stage builder has made it, --from is missing: COPY --from=builder");
    expect(failure.line).toBe(5);
  });
  it("for a file of one's own that is not there says that, and no more", () => {
    const failure = explain(notFound("/app"), { name: "[stage-1 3/3] COPY app /app", line: 6 });
    expect(failure.message).toMatch(/which is not among your files \(or \.dockerignore leaves it out\)\.$/);
  });
  it.each([
    ["/bin/sh: 1: ./install.sh: not found", "CRLF"],
    ["E: Unable to locate package gcc", "apt-get update"],
  ])("names the mistake behind %j", (output, hint) => {
    const error = 'process "/bin/sh -c ./install.sh" did not complete successfully: exit code: 127';
    expect(explain(error, { name: "[builder 3/3] RUN ./install.sh", line: 3, output }).message).toContain(
      hint,
    );
  });
  it.each([
    ["unknown flag: from=nowhere", 5],
    ['failed to parse platform : "linux/amd46" is an invalid component', 4],
  ])("finds the line that %j speaks of", (error, line) => {
    const text =
      "FROM a:1 AS builder\nRUN x\nRUN y\nFROM --platform=linux/amd46 a:1\nCOPY --from=nowhere a /b\n";
    const failure = explainFailure({ dockerfile: parseDockerfile(text), error, step: null, images: [] });
    expect(failure.line).toBe(line);
  });
  it("says that a blank is none, and that << wants its word at once", () => {
    const parse = (text: string, said: string) =>
      explainFailure({
        dockerfile: parseDockerfile(text),
        error: `dockerfile parse error on line 2: ${said}`,
        step: null,
        images: [],
      }).message;
    expect(parse("FROM a:1\nRUN\u00a0x\n", "unknown instruction: RUN\u00a0x")).toContain(
      "only looks like a blank",
    );
    expect(parse("FROM a:1\nRUN cat << END > /x\nif\nEND\n", "unknown instruction: if")).toContain(
      "write <<EOF",
    );
  });
  it("of which nothing is known gives the program's last words", () => {
    const error = 'process "x" did not complete successfully: exit code: 1';
    const failure = explain(error, { name: "[builder 3/3] RUN x", line: 3, output: "one\ntwo\n" });
    expect(failure).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/Its last words: two$/) as string,
    });
  });
});
