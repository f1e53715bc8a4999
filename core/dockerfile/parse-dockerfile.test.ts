import { describe, expect, it } from "vitest";
import { copySources } from "./copy-sources.ts";
import { expandVariables } from "./expand-variables.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";
import { finalChain } from "./stage-chain.ts";

const TWO = `ARG VERSION=3.11
ARG BASE=python:\${VERSION}-slim

FROM \${BASE} AS Builder
RUN pip install \\
    # a comment in between
    numpy \\

    scipy
RUN <<EOF
FROM nothing
apt-get update
EOF
FROM python:3.11-slim
COPY --from=builder --chown=1:1 /venv /venv
CMD ["python"]
`;

describe("parseDockerfile", () => {
  it("puts build arguments into FROM and finds stages by name without regard to case", () => {
    const parsed = parseDockerfile(TWO);
    expect(parsed.stages.map((stage) => [stage.name, stage.from.image, stage.from.line])).toEqual([
      ["builder", "python:3.11-slim", 4],
      [null, "python:3.11-slim", 14],
    ]);
  });

  it("keeps continued lines, comments in between and heredocs in one instruction", () => {
    const builder = parseDockerfile(TWO).stages[0];
    expect(builder?.instructions.map((one) => [one.keyword, one.line, one.endLine])).toEqual([
      ["RUN", 5, 9],
      ["RUN", 10, 13],
    ]);
  });

  it("obeys the escape directive", () => {
    const parsed = parseDockerfile("# escape=`\nFROM a\nRUN one `\n  two\nRUN three\n");
    expect(parsed.escape).toBe("`");
    expect(parsed.stages[0]?.instructions.map((one) => one.line)).toEqual([3, 5]);
  });

  it("follows FROM of an earlier stage, and a name used twice means the later one", () => {
    const parsed = parseDockerfile("FROM a AS x\nFROM b AS x\nFROM x AS y\nRUN one\nFROM y\nRUN two\n");
    expect(parsed.stages.map((stage) => stage.from.stage)).toEqual([null, null, 1, 2]);
    const chain = finalChain(parsed);
    expect(chain?.base).toEqual({ image: "b", line: 2 });
    expect(chain?.instructions.map((one) => one.line)).toEqual([4, 6]);
  });

  it("takes a stage that names itself for an image from outside", () => {
    expect(parseDockerfile("FROM python AS python\nRUN a\n").stages[0]?.from.stage).toBeNull();
  });

  it.each([
    ["binary", "\u0000\u0001\ufffd".repeat(400)],
    ["empty", ""],
    ["prose", "Dear teacher,\nI am ill.\n"],
  ])("finds no stage in a file that is no Dockerfile: %s", (_name, text) => {
    expect(parseDockerfile(text).stages).toEqual([]);
    expect(finalChain(parseDockerfile(text))).toBeNull();
  });
});

describe("expandVariables", () => {
  const values = new Map([
    ["A", "one"],
    ["EMPTY", ""],
  ]);
  it.each([
    ["$A", "one"],
    ["x${A}y", "xoney"],
    ["${NONE:-two}", "two"],
    ["${EMPTY:-two}", "two"],
    ["${EMPTY-two}", ""],
    ["${NONE:-${A}-z}", "one-z"],
    ["${A:+yes}", "yes"],
    ["${NONE+yes}", ""],
    ["\\$A", "$A"],
    ["$NONE", ""],
    ["${A", "${A"],
    ["$", "$"],
  ])("%s is %s", (word, expected) => {
    expect(expandVariables(word, values, "\\")).toBe(expected);
  });

  it("does not follow braces without end", () => {
    expect(() => expandVariables("${A:-".repeat(5000) + "}".repeat(5000), values, "\\")).not.toThrow();
  });
});

describe("copySources", () => {
  const source = (line: string) => {
    const parsed = parseDockerfile(`FROM a AS one\nRUN x\nFROM b AS two\nFROM c\n${line}\n`);
    const last = parsed.stages[2]?.instructions[0];
    return last === undefined ? "no instruction" : copySources(parsed, 2, last);
  };
  it.each<[string, unknown]>([
    ["COPY . .", [{ kind: "context" }]],
    ["COPY --from=ONE /a /b", [{ kind: "stage", stage: 0 }]],
    ["COPY --from=1 /a /b", [{ kind: "stage", stage: 1 }]],
    ["COPY --from=2 /a /b", [{ kind: "image", image: "2" }]],
    ["COPY --from=python:3.11 /a /b", [{ kind: "image", image: "python:3.11" }]],
    ["ADD https://example.org/x /x", [{ kind: "context" }]],
    ["RUN --mount=type=bind,from=two,source=/w,target=/w pip install /w/*", [{ kind: "stage", stage: 1 }]],
    ["RUN --mount=from=one,target=/w ls", [{ kind: "stage", stage: 0 }]],
    ["RUN --mount=type=cache,from=one,target=/w ls", []],
    ["RUN pip install numpy", []],
  ])("%s", (line, expected) => {
    expect(source(line)).toEqual(expected);
  });
});
