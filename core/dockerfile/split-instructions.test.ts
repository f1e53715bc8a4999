import { DockerfileParser, ModifiableInstruction } from "dockerfile-ast";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "./parse-dockerfile.ts";

/** As the library of the editor's language service reads the same text: another program, of other people. */
function asLibraryReads(text: string) {
  const parsed = DockerfileParser.parse(text);
  return {
    escape: parsed.getEscapeCharacter(),
    instructions: parsed.getInstructions().map((node) => ({
      keyword: node.getKeyword(),
      line: node.getRange().start.line + 1,
      endLine: node.getRange().end.line + 1,
      words: node
        .getArguments()
        .map((word) => word.getValue())
        .filter((word) => node instanceof ModifiableInstruction || !word.startsWith("--")),
      flags:
        node instanceof ModifiableInstruction
          ? node
              .getFlags()
              .map((flag) => ({ name: flag.getName().toLowerCase(), value: flag.getValue() ?? "" }))
          : null,
      text: node.getArgumentsContent() ?? "",
    })),
  };
}

/** All of a text in one stage, so that every instruction can be compared. */
function compare(body: string) {
  const text = `FROM a\n${body}`;
  const library = asLibraryReads(text);
  const ours = parseDockerfile(text);
  const from = library.instructions.filter(({ keyword }) => keyword === "FROM");
  const rest = library.instructions.filter(({ keyword }) => keyword !== "FROM");
  expect(ours.stages.map((stage) => stage.from.line)).toEqual(from.map(({ line }) => line));
  expect(
    ours.stages
      .flatMap((stage) => stage.instructions)
      .map((one, index) => ({ ...one, flags: rest[index]?.flags === null ? null : one.flags })),
  ).toEqual(rest);
}

const pieces = [
  ..."RUN |COPY |ADD |ENV |LABEL |CMD |HEALTHCHECK |ONBUILD |ARG |FROM |USER |run ".split("|"),
  ...'a|b=c|"x y"|\'q\'|$A|${A:-b}|&&|["a", "b"]|--from=a|--mount=type=x,from=b|--x|a--b|<<E|<<-E|<<\'E\'|E|CMD|NONE|http://x'.split(
    "|",
  ),
  ...[
    "\n",
    "\r\n",
    " ",
    "\t",
    "  ",
    "\\\n",
    "\\ \n",
    "\\\r\n",
    "# c\n",
    "#",
    "\\",
    "\\ ",
    "\\$",
    "\n\n",
    "\\\n\n",
    "\\\n# c\n",
  ],
];

describe("a Dockerfile, as another parser reads it", () => {
  it.each([
    "RUN a \\\n  b\n",
    "RUN a \\\n# c\n  b\n\n",
    "RUN a \\\n\n  b\nRUN c",
    "RUN <<E cat\nFROM x\nE\nRUN a\n",
    "COPY <<-A <<B /x/\n\tone\n\tA\ntwo\nB\nCMD a\n",
    "ONBUILD RUN <<E\nx\nE\nUSER a\n",
    "HEALTHCHECK --interval=5s \\\n  --timeout=1s CMD a --b\n",
    'ENV A="b c" \\\n    D=e\n',
    "RU\\\nN a\n",
    "RUN\\\n a\n",
    "RUN \\\n",
    "RUN",
    'CMD [ "a", \\\n "b" ]\n',
    "COPY --from=a --chown=1:1 /a /b\n",
  ])("%j", (body) => compare(body));

  it("and three thousand others, put together by chance", () => {
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    for (let round = 0; round < 3000; round += 1) {
      let body = "";
      for (let at = next(14) + 1; at > 0; at -= 1) body += pieces[next(pieces.length)] ?? "";
      compare(body);
    }
  });

  it.each([
    "# escape=`\nFROM a\nRUN a `\n b\n",
    "#syntax=x\n# escape = ` \nFROM a\n",
    "# c\n# escape=`\nFROM a\n",
  ])("directives of %j", (text) => {
    expect(parseDockerfile(text).escape).toBe(asLibraryReads(text).escape);
  });
});
