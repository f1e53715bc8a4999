import { describe, expect, it } from "vitest";
import type { AdviceRule } from "../../advice/rules.ts";
import { found, foundIn, image, mend } from "../../advice/try-rule.ts";

/** A rule, a text that makes it speak, and near misses. */
const table: readonly (readonly [AdviceRule, readonly string[], readonly string[]])[] = [
  ["stage-name-casing", ["FROM debian:12 AS Tools\n"], ["FROM debian:12 AS tools\n"]],
  [
    "duplicate-stage-name",
    ["FROM debian:12 AS a\nFROM debian:12 AS A\n"],
    ["FROM debian:12 AS a\nFROM debian:12 AS b\n"],
  ],
  ["reserved-stage-name", ["FROM debian:12 AS scratch\n"], ["FROM debian:12 AS scratchpad\n"]],
  [
    "from-as-casing",
    ["FROM debian:12 as a\n", "from debian:12 AS a\n"],
    ["from debian:12 as a\n", "FROM debian:12 AS a\n"],
  ],
  [
    "undefined-arg-in-from",
    ["FROM debian:$RELEASE\n", "FROM debian:12 AS a\nARG R=12\nFROM debian:$R\n"],
    ["ARG RELEASE=12\nFROM debian:$RELEASE\n", "FROM debian:${R:-12}\n", "FROM x-$TARGETARCH\n"],
  ],
  [
    "invalid-default-arg",
    ["ARG TAG\nFROM debian:${TAG}\n", "ARG BASE\nFROM $BASE\n"],
    ["ARG TAG=12\nFROM debian:${TAG}\n", "ARG S\nFROM debian:12$S\n"],
  ],
  [
    "redundant-platform",
    ["FROM --platform=$TARGETPLATFORM debian:12\n"],
    ["FROM --platform=$BUILDPLATFORM debian:12\n"],
  ],
  [
    "from-platform-constant",
    ["FROM --platform=linux/arm64 debian:12\n"],
    ["FROM --platform=linux/arm64 debian:12 AS of-arm64\n"],
  ],
  [
    "undefined-var",
    [
      "ARG WHERE=/x\nFROM debian:12\nWORKDIR $WHERE\n",
      "ARG V=1\nFROM debian:12\nRUN echo $V\n",
      "FROM debian:12\nCOPY a /b-$TARGETARCH\n",
      "FROM python:3.11\nENV A=$NOWHERE/x\n",
      "FROM debian:12 AS a\nARG V=1\nFROM a\nLABEL v=$V\n",
    ],
    [
      "ARG WHERE=/x\nFROM debian:12\nARG WHERE\nWORKDIR $WHERE\n",
      "ARG V=1\nFROM debian:12\nRUN V=2; echo $V\n",
      "FROM debian:12\nENV PATH=/x:$PATH\n",
      "FROM python:3.11\nENV A=${NOWHERE:-y} B='$C'\n",
      "FROM somebody/thing:1\nENV A=$THEIRS\n",
      "FROM debian:12 AS a\nENV V=1\nFROM a\nLABEL v=$V\n",
      "FROM python:3.11\nLABEL v=$PYTHON_VERSION\n",
    ],
  ],
  ["instruction-casing", ["FROM debian:12\nRUN a\nrun b\n"], ["from debian:12\nrun a\n"]],
  ["legacy-key-value", ["FROM debian:12\nENV A b\n"], ["FROM debian:12\nENV A=b\n"]],
  ["maintainer", ["FROM debian:12\nMAINTAINER me\n"], ["FROM debian:12\nLABEL a=me\n"]],
  [
    "no-empty-continuation",
    ["FROM debian:12\nRUN a \\\n\n  b\n"],
    ["FROM debian:12\nRUN a \\\n#\n  b\n", "FROM debian:12\nRUN <<E\na\n\nb\nE\n"],
  ],
  [
    "multiple-instructions",
    ['FROM debian:12\nCMD ["a"]\nCMD ["b"]\n'],
    ['FROM debian:12 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n'],
  ],
  [
    "expose-invalid-format",
    ["FROM debian:12\nEXPOSE 80:80\n", "FROM debian:12\nEXPOSE 70000\n"],
    ["FROM debian:12\nEXPOSE 80 8000-8010/udp $PORT\n"],
  ],
  ["expose-proto-casing", ["FROM debian:12\nEXPOSE 80/TCP\n"], ["FROM debian:12\nEXPOSE 80/tcp\n"]],
  [
    "workdir-relative",
    ["FROM debian:12\nWORKDIR app\n"],
    ["FROM debian:12\nWORKDIR /a\nWORKDIR b\n", "FROM debian:12\nWORKDIR $A\n"],
  ],
  [
    "mount-invalid",
    ["FROM debian:12\nRUN --mount=type=cahce,target=/x a\n"],
    ["FROM debian:12\nRUN --mount=from=b --mount=target=/x,type=cache a\n"],
  ],
];

describe.each(table)("%s", (rule, guilty, innocent) => {
  it.each(guilty)("speaks of %j", (text) => expect(found(rule, text)).toHaveLength(1));
  it.each(innocent)("is silent on %j", (text) => expect(found(rule, text)).toEqual([]));
});

describe("copy-ignored-file", () => {
  const files = (ignore: string) => ({
    Dockerfile: image("COPY data/train.csv /x/"),
    ".dockerignore": ignore,
  });
  it("speaks where .dockerignore leaves the file out", () =>
    expect(foundIn("copy-ignored-file", "Dockerfile", files("**/*.csv\n"))).toHaveLength(1));
  it.each(["*.bin\n", "**/*.csv\n!data/train.csv\n"])("is silent on %j", (ignore) =>
    expect(foundIn("copy-ignored-file", "Dockerfile", files(ignore))).toEqual([]),
  );
});

it("mends how a line is written, and nothing else", () => {
  const text = "FROM debian:12 as a\nENV A b\n";
  expect(mend(text, found("from-as-casing", text))).toBe("FROM debian:12 AS a\nENV A b\n");
  expect(mend(text, found("legacy-key-value", text))).toBe("FROM debian:12 as a\nENV A=b\n");
});
