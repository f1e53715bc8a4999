import {
  Add,
  Copy,
  DockerfileParser,
  type Heredoc,
  type Instruction,
  ModifiableInstruction,
  Onbuild,
  Run,
} from "dockerfile-ast";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "./parse-dockerfile.ts";

/** As the library of the editor's language service reads the same text: another program, of other people. */
function asLibraryReads(text: string) {
  const parsed = DockerfileParser.parse(text);
  return {
    escape: parsed.getEscapeCharacter(),
    instructions: parsed.getInstructions().map((node) => {
      const { start, end } = node.getRange();
      // It counts what a here-document holds among the words.
      const last = lastOwnLine(node);
      return {
        keyword: node.getKeyword(),
        line: start.line + 1,
        endLine: end.line + 1,
        words: node
          .getArguments()
          .filter((word) => word.getRange().start.line <= last)
          .map((word) => word.getValue())
          .filter((word) => node instanceof ModifiableInstruction || !word.startsWith("--")),
        flags:
          node instanceof ModifiableInstruction
            ? node
                .getFlags()
                .map((flag) => ({ name: flag.getName().toLowerCase(), value: flag.getValue() ?? "" }))
            : null,
      };
    }),
  };
}

/** The last line above the text of here-documents. Lines from 0. */
function lastOwnLine(node: Instruction): number {
  const owner = node instanceof Onbuild ? node.getTriggerInstruction() : node;
  // One by one: of a union the types do not tell what is protected.
  let heredocs: Heredoc[] = [];
  if (owner instanceof Add) heredocs = owner["getHeredocs"]();
  else if (owner instanceof Copy) heredocs = owner["getHeredocs"]();
  else if (owner instanceof Run) heredocs = owner["getHeredocs"]();
  const [first] = heredocs;
  const text = first?.getContentRange() ?? first?.getDelimiterRange() ?? null;
  if (first === undefined || text === null) return node.getRange().end.line;
  // Where the file ends behind the names, the text "begins" on their line.
  return Math.max(text.start.line - 1, first.getStartRange().start.line);
}

/** Of comments in between it makes words where there is an escape in them; what a comment says is all one. */
const plainComments = (text: string) =>
  text.replace(/^[ \t]*#[^\r\n]*/gm, (line) => line.replaceAll("\\", "-"));

/** All of a text in one stage, so that every instruction can be compared. */
function compare(body: string) {
  const text = plainComments(`FROM a\n${body}`);
  const library = asLibraryReads(text);
  const ours = parseDockerfile(text);
  const from = library.instructions.filter(({ keyword }) => keyword === "FROM");
  const rest = library.instructions.filter(({ keyword }) => keyword !== "FROM");
  expect(ours.stages.map((stage) => stage.from.line)).toEqual(from.map(({ line }) => line));
  expect(
    ours.stages
      .flatMap((stage) => stage.instructions)
      .map(({ keyword, line, endLine, words, flags }, index) => ({
        keyword,
        line,
        endLine,
        words,
        flags: rest[index]?.flags === null ? null : flags,
      })),
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

  it("what a comment between the lines says makes no difference", () => {
    const read = (comment: string) =>
      parseDockerfile(`FROM a\nRUN a \\\n  ${comment}\nb\\\n${comment}\n c\nCMD d\n`);
    for (const comment of ["# it's", "# a \\", "#\\d", "# <<E", '# "', "# # \\\t", "#"]) {
      expect(read(comment)).toEqual(read("# c"));
    }
  });

  it.each<[string, string, string[], number]>([
    ["RUN a \\\n# c\n b\n", "a  b", ["a", "b"], 0],
    ["RUN a\\\nb\\\nc\n", "abc", ["abc"], 0],
    ["RUN a \\\n  # c\n\n  b  c\n", "a   b  c", ["a", "b", "c"], 0],
    ["RUN --mount=a \\\n # c\n --mount=b \\\n  x\n", "x", ["x"], 0],
    ["ONBUILD RUN a \\\n# c\n b\n", "RUN a  b", ["RUN", "a", "b"], 0],
    ["CMD --a \\\n# c\n b\n", "--a  b", ["--a", "b"], 0],
    ["RU\\\nN a \\\n# c\n b\n", "a  b", ["a", "b"], 0],
    [
      "COPY <<A <<B /x\n# one \\\ntwo\nA\n\nB\n",
      "<<A <<B /x\n# one \\\ntwo\nA\n\nB",
      ["<<A", "<<B", "/x"],
      2,
    ],
    ["RUN a \\\n# c\n <<E\nx\nE\n", "a  <<E\nx\nE", ["a", "<<E"], 1],
    ["RUN a \\\n# c <<E\n b\n", "a  b", ["a", "b"], 0],
  ])("joins %j as BuildKit does", (body, text, words, heredocs) => {
    const [one, ...others] = parseDockerfile(`FROM a\n${body}`).stages[0]?.instructions ?? [];
    expect(others).toEqual([]);
    expect(one).toMatchObject({ text, words, heredocs });
  });

  it.each([
    "# escape=`\nFROM a\nRUN a `\n b\n",
    "#syntax=x\n# escape = ` \nFROM a\n",
    "# c\n# escape=`\nFROM a\n",
  ])("directives of %j", (text) => {
    expect(parseDockerfile(text).escape).toBe(asLibraryReads(text).escape);
  });
});
