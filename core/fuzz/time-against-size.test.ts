import { describe, expect, it } from "vitest";
import { adviseFile } from "../advice/advise-file.ts";
import { keyLines } from "../compose/line-of-key.ts";
import { readComposeYaml } from "../compose/read-yaml.ts";
import { ignoreFiles } from "../dockerfile/ignore-files.ts";
import { dockerfileLimits, findExcess, parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { explainOutput } from "../run/explain-output.ts";
import { createPlainLog } from "../run/plain-log.ts";
import { readCommands } from "../shell/read-commands.ts";
import { findSlowness, type Parser } from "./time-against-size.ts";
import { chance, dockerfileShapes, lineShapes, mutate, type Shape, yamlShapes } from "./worst-shapes.ts";

/** As large as a file of a workspace may be. */
const FILE = 1_000_000;
const ADVISED = 40_000;

type Family = Readonly<Record<string, Shape>>;
/** One in how many shapes is measured: what is dear is looked at by a part, another one for each rest. */
const parsers: readonly (Parser & { readonly shapes: Family; readonly every: number })[] = [
  {
    name: "whether a Dockerfile is too long",
    cap: FILE,
    shapes: dockerfileShapes,
    every: 4,
    parse: findExcess,
  },
  {
    name: "a Dockerfile",
    cap: dockerfileLimits.characters,
    shapes: dockerfileShapes,
    every: 2,
    parse: parseDockerfile,
  },
  { name: "lines of a Compose file", cap: FILE, shapes: yamlShapes, every: 4, parse: keyLines },
  { name: "a Compose file", cap: 60_000, shapes: yamlShapes, every: 2, parse: readComposeYaml },
  {
    name: "advice on a Dockerfile",
    cap: ADVISED,
    shapes: dockerfileShapes,
    every: 6,
    parse: advise("Dockerfile"),
  },
  {
    name: "advice on a Compose file",
    cap: ADVISED,
    shapes: yamlShapes,
    every: 3,
    parse: advise("compose.yaml"),
  },
  { name: "advice on a list", cap: ADVISED, shapes: lineShapes, every: 2, parse: advise("requirements.txt") },
  { name: "advice on a script", cap: ADVISED, shapes: lineShapes, every: 4, parse: advise("start.sh") },
  { name: "an ignore file", cap: FILE, shapes: lineShapes, every: 3, parse: ignored },
  { name: "a shell script", cap: 60_000, shapes: lineShapes, every: 2, parse: readCommands },
  { name: "what a program printed", cap: 200_000, shapes: lineShapes, every: 3, parse: explainOutput },
  { name: "a log", cap: 65_536, shapes: lineShapes, every: 2, parse: (text) => createPlainLog()(text) },
];

function advise(path: string) {
  return (content: string) => adviseFile(path, [{ path, content }]);
}

function ignored(text: string): boolean[] {
  return Array.from({ length: 20 }, (_, at) => `${"aaaa/".repeat(5)}a${at}${"a".repeat(20)}.py`).map(
    ignoreFiles(text),
  );
}

function slowOnes(parser: Parser, shapes: readonly (readonly [string, Shape])[]): string[] {
  return shapes.flatMap(([name, shape]) => {
    const told = findSlowness(parser, shape);
    return told === null ? [] : [`${name}: ${told}`];
  });
}

describe("time grows no faster than the text", { timeout: 120_000 }, () => {
  it.each(parsers)("of $name", (parser) => {
    const some = Object.entries(parser.shapes).filter((_, at) => at % parser.every === 0);
    expect(slowOnes(parser, some)).toEqual([]);
  });

  it.each(parsers)("of $name, with shapes put together by chance", (parser) => {
    const next = chance(parser.name.length);
    const shapes = Object.values(parser.shapes);
    const mixed = Array.from({ length: 3 }, (_, at) => [`mixture ${at}`, mutate(shapes, next)] as const);
    expect(slowOnes(parser, mixed)).toEqual([]);
  });

  it("and what is quadratic is found out", () => {
    // What it finds is kept: a compiler would leave out a loop that nobody needs.
    const found: number[] = [];
    const parse = (text: string) => {
      for (let at = 0; at < text.length; at += 1) {
        let sum = at;
        for (let to = 0; to < at; to += 1) sum = (sum * 31 + text.charCodeAt(to)) | 0;
        found[at] = sum;
      }
      return found.length;
    };
    expect(
      findSlowness({ name: "quadratic", cap: 20_000, parse }, (length) => "a".repeat(length)),
    ).not.toBeNull();
  });
});
