import { describe, expect, it } from "vitest";
import { adviseFiles } from "./advise-files.ts";
import { lintLineEnds } from "./line-ends.ts";
import { found, foundIn, mend, workspace } from "./try-rule.ts";

describe("the advice on a workspace", () => {
  const files = workspace({
    "compose.yaml": "version: '3'\nservices:\n  api:\n    build: .\n    ports: ['8000:80']\n",
    Dockerfile: "FROM python\nCMD ['uvicorn']\n",
    "app.py": "print('FROM python')\n",
    "docs/Dockerfile.old": "FROM debian\nUSER app\nHEALTHCHECK CMD x\n",
  });
  it("names file and line, what will not work first", () => {
    expect(adviseFiles(files).map(({ path, line, rule, severity }) => [severity, path, line, rule])).toEqual([
      ["error", "Dockerfile", 2, "quotes-in-list"],
      ["error", "docs/Dockerfile.old", 2, "user-not-made"],
      ["warning", "Dockerfile", 1, "non-root-user"],
      ["warning", "Dockerfile", 1, "pinned-base"],
      ["warning", "docs/Dockerfile.old", 1, "pinned-base"],
      ["info", "Dockerfile", 1, "health-check"],
      ["info", "compose.yaml", 1, "compose-version"],
    ]);
  });
  it("is never longer than anybody reads", () => {
    const bad = `FROM a:1\n${"RUN sudo x\n".repeat(500)}`;
    expect(adviseFiles(workspace({ Dockerfile: bad }))).toHaveLength(60);
  });
});

describe("line-ends", () => {
  it.each([
    ["start.sh", "echo a\r\n"],
    ["run", "#!/bin/sh\r\necho a\r\n"],
    ["tool.py", "#!/usr/bin/env python3\r\n"],
    ["Dockerfile", "FROM a:1\r\nRUN <<EOF\r\necho\r\nEOF\r\n"],
  ])("finds Windows's in %s", (path, text) => {
    const findings = foundIn("line-ends", path, { [path]: text });
    expect(findings).toHaveLength(1);
    expect(mend(text, findings)).toBe(text.replaceAll("\r\n", "\n"));
  });
  it.each([
    ["start.sh", "#!/bin/sh\necho a\n"],
    ["app.py", "print(1)\r\n"],
    ["notes.md", "a\r\n"],
    ["Dockerfile", "FROM a:1\r\nRUN cat < a\r\n"],
  ])("says nothing of %s", (path, text) => expect(foundIn("line-ends", path, { [path]: text })).toEqual([]));
});

it("line-ends is done at once with a Dockerfile of empty lines", () => {
  expect(lintLineEnds("Dockerfile", `FROM a:1\r\n${"\n".repeat(400_000)}`)).toEqual([]);
});

describe("pinned-packages in a list of requirements", () => {
  const lines = (text: string) =>
    foundIn("pinned-packages", "requirements.txt", { "requirements.txt": text }).map(
      ({ range }) => range.startLine,
    );
  it("finds names without a version", () => {
    expect(
      lines("fastapi==0.92.0\nnumpy\nuvicorn[standard]  # the server\nx ; python_version < '3.12'\n"),
    ).toEqual([2, 3, 4]);
  });
  it("lets pass versions, ranges, addresses and options", () => {
    expect(
      lines(
        "a==1\nb>=1,<2\nc @ https://x.org/c.whl\n-r other.txt\n--index-url https://x\n# numpy\n\n./pkg\n",
      ),
    ).toEqual([]);
  });
});

describe("hostile text", () => {
  const hostile: readonly (readonly [string, string])[] = [
    [
      "words",
      `FROM a:1\nRUN ${"pip -a ".repeat(12_000)}\nENV ${'A="'.repeat(5_000)}\nCMD ${"[".repeat(5_000)}\n`,
    ],
    ["blanks", `FROM a:1\nRUN && ${" ".repeat(80_000)}x\nCMD ['${" ".repeat(10_000)}\n`],
    ["addresses", `FROM a:1\nRUN ${"://a:".repeat(15_000)}\n`],
    [
      "stages",
      Array.from({ length: 2000 }, (_, at) => `FROM a AS s${at}\nCOPY --from=s${at}x /usr/a b\n`).join(""),
    ],
    [
      "a chain",
      `FROM a:1 AS s0\n${Array.from({ length: 2000 }, (_, at) => `FROM s${at} AS s${at + 1}\nCOPY a b\n`).join("")}`,
    ],
    ["owners", `FROM a:1\n${"COPY a /b\n".repeat(3000)}${"RUN chown -R a b c d e f\n".repeat(2000)}`],
    [
      "options",
      `FROM a:1\nRUN apt-get ${"-a ".repeat(20_000)}\nHEALTHCHECK ${"--a ".repeat(10_000)}CMD curl\n`,
    ],
    ["blank words", `FROM a:1\nRUN ${"apt-get install -y a && ".repeat(4000)}x\n`],
  ];
  it.each(hostile)("of %s is judged before anybody waits", (_, text) => {
    const before = performance.now();
    found("health-check", text.slice(0, 40_000));
    expect(performance.now() - before).toBeLessThan(20_000);
  });
  it("in YAML is too", () => {
    const services = Array.from(
      { length: 500 },
      (_, at) =>
        `  s${at}:\n    build: .\n    environment: [${"A=http://localhost:1,".repeat(5)}]\n    ports: ["1:2"]\n`,
    );
    const files = {
      Dockerfile: `FROM a:1\n${"RUN x\n".repeat(3000)}`,
      "compose.yaml": `services:\n${services.join("")}`.slice(0, 40_000),
      "prometheus.yml": `a: ${"[".repeat(2000)}\n`,
    };
    const before = performance.now();
    adviseFiles(workspace(files));
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});
