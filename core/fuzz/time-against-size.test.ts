import { describe, expect, it } from "vitest";
import { adviseFile } from "../advice/advise-file.ts";
import { keyLines } from "../compose/line-of-key.ts";
import { readComposeYaml } from "../compose/read-yaml.ts";
import { dockerfileLimits, findExcess, parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { createPlainLog } from "../run/plain-log.ts";
import { explainOutput } from "../run/explain-output.ts";
import { findSlowness, type Parser } from "./time-against-size.ts";
import { chance, dockerfileShapes, lineShapes, mutate, yamlShapes, type Shape } from "./worst-shapes.ts";

/** As large as a file of a workspace may be. */
const FILE = 1_000_000;
const ADVISED = 40_000;

type Family = Readonly<Record<string, Shape>>;
const parsers: readonly (Parser & { readonly shapes: Family })[] = [
  { name: "whether a Dockerfile is too long", cap: FILE, shapes: dockerfileShapes, parse: findExcess },
  {
    name: "a Dockerfile",
    cap: dockerfileLimits.characters,
    shapes: dockerfileShapes,
    parse: parseDockerfile,
  },
  { name: "lines of a Compose file", cap: FILE, shapes: yamlShapes, parse: keyLines },
  { name: "a Compose file", cap: 60_000, shapes: yamlShapes, parse: readComposeYaml },
  { name: "advice on a list", cap: ADVISED, shapes: lineShapes, parse: advise("requirements.txt") },
  { name: "advice on a script", cap: ADVISED, shapes: lineShapes, parse: advise("start.sh") },
  { name: "what a program printed", cap: 200_000, shapes: lineShapes, parse: explainOutput },
  { name: "a log", cap: 65_536, shapes: lineShapes, parse: (text) => createPlainLog()(text) },
];

function advise(path: string) {
  return (content: string) => adviseFile(path, [{ path, content }]);
}

const slowOnes = (parser: Parser, shapes: Family): string[] =>
  Object.entries(shapes).flatMap(([name, shape]) => {
    const slow = findSlowness(parser, shape);
    return slow === null ? [] : [`${name}: ${slow}`];
  });

describe("time grows no faster than the text", { timeout: 300_000 }, () => {
  it.each(parsers)("of $name", (parser) => {
    expect(slowOnes(parser, parser.shapes)).toEqual([]);
  });

  it.each(parsers)("of $name, with shapes put together by chance", (parser) => {
    const next = chance(parser.name.length);
    const shapes = Object.values(parser.shapes);
    const mixed = Array.from({ length: 15 }, (_, at) => [`mixture ${at}`, mutate(shapes, next)] as const);
    expect(slowOnes(parser, Object.fromEntries(mixed))).toEqual([]);
  });

  it("and what is quadratic is found out", () => {
    const parse = (text: string) => {
      let sum = 0;
      for (let at = 0; at < text.length; at += 1)
        for (let to = 0; to < at; to += 1) sum ^= text.charCodeAt(to);
      return sum;
    };
    expect(
      findSlowness({ name: "quadratic", cap: 40_000, parse }, (length) => "a".repeat(length)),
    ).not.toBeNull();
  });
});
