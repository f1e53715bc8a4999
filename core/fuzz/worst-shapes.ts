/** Hostile texts by family: each makes one of about `length` characters. What a parser is slow with, as a rule. */
export type Shape = (length: number) => string;

const repeat =
  (piece: string, before = "", after = ""): Shape =>
  (length) =>
    before +
    piece.repeat(Math.max(1, Math.floor((length - before.length - after.length) / piece.length))) +
    after;

/** As deep as it is long. */
const nest =
  (open: string, close: string, before = ""): Shape =>
  (length) => {
    const depth = Math.max(1, Math.floor((length - before.length) / (open.length + close.length)));
    return before + open.repeat(depth) + close.repeat(depth);
  };

const numbered =
  (line: (index: number) => string, before = "", after = ""): Shape =>
  (length) => {
    let text = before;
    for (let index = 0; text.length + after.length < length; index += 1) text += line(index);
    return text + after;
  };

const characters = [
  ...Array.from("aA1 \t\n\r\\\"'`$#-=:;,.@/*?!&|<>()[]{}%~^+_\u00e9\u2028"),
  "\r\n",
  "\\\n",
  "\\ ",
  "${",
  "$(",
  "<<",
  "--",
  "&&",
  "''",
  '""',
  "a ",
  "a=",
  '\\"',
  "- ",
  "a:",
  "  ",
];

const keywords =
  "FROM a|FROM a AS b|RUN a|RUN|COPY a b|COPY . .|COPY --from=b a b|ADD a b|ENV A=b|ENV A b|ENV SECRET_KEY=b|ARG A=$A|ARG A|LABEL a=b|CMD a|CMD ['a']|ENTRYPOINT a|USER a|WORKDIR /a|EXPOSE 1|HEALTHCHECK CMD a|ONBUILD RUN a|SHELL [\"a\"]|STOPSIGNAL 9|VOLUME /a|MAINTAINER a|RUN <<E\nx\nE|RUN <<E|RUN --mount=type=bind,from=a,target=/a a|RUN apt-get install a|RUN apt-get update|RUN pip install a|RUN cd /a|RUN sudo a|RUN python -m venv /v|RUN curl a \\| sh|RUN a \\\\|COPY requirements.txt .|# syntax=a|# escape=`|# c"
    .split(/(?<!\\)\|/)
    .map((line) => line.replace("\\|", "|"));

/** For Dockerfiles: lines of each keyword, one endless line of each piece, and what refers to what. */
export const dockerfileShapes: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(keywords.map((line) => [`lines ${line}`, repeat(`${line}\n`, "FROM a\n")])),
  ...Object.fromEntries(
    characters.map((one) => [`RUN ${JSON.stringify(one)}`, repeat(one, "FROM a\nRUN x")]),
  ),
  ...Object.fromEntries(characters.map((one) => [`text ${JSON.stringify(one)}`, repeat(one)])),
  ...Object.fromEntries(
    [
      "ENV A=",
      "ENV ",
      "ARG ",
      "LABEL a=",
      "COPY ",
      "CMD ",
      "CMD [",
      "HEALTHCHECK CMD ",
      "RUN pip install ",
      "RUN apt-get install ",
      "RUN --mount=",
      "FROM ",
      "RUN cd ",
      "EXPOSE ",
      "USER ",
    ].flatMap((start) =>
      ["a ", '"', "a=b ", "${", "--a ", "\\\n", "a-", "a>=1 "].map((piece) => [
        `${start}${JSON.stringify(piece)}`,
        repeat(piece, `FROM a\n${start}`),
      ]),
    ),
  ),
  "stages that follow each other": numbered((at) => `FROM s${at} AS s${at + 1}\n`),
  "stages that copy from the one before": numbered(
    (at) => `FROM a AS s${at}\nCOPY --from=s${at - 1} /a /a\n`,
  ),
  "variables that double": numbered((at) => `ARG A${at + 1}=$A${at}$A${at}\n`, "ARG A0=aaaa\n", "FROM $A9\n"),
  "variables in variables": nest("${A:-", "}", "FROM "),
  "settings that look like secrets": numbered((at) => `SECRET_KEY${at}=a `, "FROM a\nENV "),
  "settings that look like secrets, line by line": numbered(
    (at) => `  SECRET_KEY${at}=a \\\n`,
    "FROM a\nENV ",
  ),
  "packages without a version": numbered((at) => `  package${at} \\\n`, "FROM a\nRUN pip install "),
  "packages of apt": numbered((at) => `  package${at} \\\n`, "FROM a\nRUN apt-get install "),
  "heredocs in one line": numbered((at) => `<<E${at} `, "FROM a\nRUN "),
};

/** For YAML, and for Compose files and prometheus.yml in particular. */
export const yamlShapes: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(characters.map((one) => [`text ${JSON.stringify(one)}`, repeat(one)])),
  ...Object.fromEntries(
    characters.map((one) => [`value ${JSON.stringify(one)}`, repeat(one, "services:\n  a: ")]),
  ),
  "flow lists in lists": nest("[", "]"),
  "flow maps in maps": nest("{a: ", "}", "a: "),
  "lists in lists": repeat("- "),
  "deep maps": (length) => {
    let text = "";
    for (let depth = 0; text.length < length; depth += 1) text += `${" ".repeat(depth)}a:\n`;
    return text;
  },
  anchors: numbered((at) => `a${at}: &a${at} b\n`),
  "anchors and aliases": numbered((at) => `a${at}: &a${at} b\nb${at}: *a${at}\n`),
  "aliases of one": repeat("- *a\n", "- &a b\n"),
  "aliases that double": numbered((at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`, "a0: &a0 [b, b]\n"),
  "merges that double": numbered(
    (at) => `a${at + 1}: &a${at + 1}\n  <<: [*a${at}, *a${at}]\n  k${at}: b\n`,
    "a0: &a0\n  k: b\n",
  ),
  "merges in a row": numbered(
    (at) => `a${at + 1}: &a${at + 1}\n  <<: *a${at}\n  k${at}: b\n`,
    "a0: &a0\n  k: b\n",
  ),
  documents: repeat("---\na: b\n"),
  "equal keys": repeat("a: b\n"),
  "different keys": numbered((at) => `k${at}: b\n`),
  "flow keys": numbered((at) => `k${at}: b, `, "{", "}"),
  "block text": repeat("  a\n", "a: |\n"),
  "folded text": repeat("  a\n\n", "a: >\n"),
  comments: repeat("# a\n"),
  tags: repeat("- !!str a\n"),
  directives: repeat("%TAG ! a\n"),
  services: numbered(
    (at) => `  s${at}:\n    image: a\n    ports: ["80${at % 10}:80"]\n    depends_on: [s${at - 1}]\n`,
    "services:\n",
  ),
  "services that wait for all": (length) => {
    const count = Math.floor(Math.sqrt(length / 8));
    const all = Array.from({ length: count }, (_, at) => `s${at}`).join(", ");
    return `services:\n${Array.from({ length: count }, (_, at) => `  s${at}:\n    image: postgres\n    depends_on: [${all}]\n`).join("")}`;
  },
  "services with localhost": numbered(
    (at) => `  s${at}:\n    image: a\n    environment:\n      URL: http://localhost:${at}\n`,
    "services:\n",
  ),
  "one service with many settings": numbered(
    (at) => `      DB_PASSWORD${at}: http://localhost:5432/a\n`,
    "services:\n  a:\n    image: b\n    environment:\n",
  ),
  "many ports": numbered((at) => `      - "${at}:${at}"\n`, "services:\n  a:\n    image: b\n    ports:\n"),
  targets: numbered(
    (at) => `"s${at}:90${at % 10}", `,
    "scrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: [",
    "]\n",
  ),
  "targets in targets": nest("{targets: [", "]}", "a: "),
  "lists of targets": repeat("  - targets: [localhost:8000]\n", "a:\n"),
};

/** For lists of lines: .dockerignore, requirements, scripts, logs. */
export const lineShapes: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(characters.map((one) => [`text ${JSON.stringify(one)}`, repeat(one)])),
  ...Object.fromEntries(
    [
      "a",
      "*",
      "**/",
      "**",
      "!a",
      "a*",
      "[a-z]",
      "[",
      "**/*a",
      "*/",
      "a #b",
      "a==1",
      "a ; b",
      "-r x",
      "a[b]>=1,<2",
      ": 'a': command not found",
      "exec /a.sh: no such file",
      "localhost 5432 ",
      "Connection refused ",
      "PermissionError: [Errno 13]",
      "E: Package 'a",
      "ModuleNotFoundError: No module named '",
      ".so.1",
      ': ["a"',
      "Do you want to continue? [Y/n]\n",
    ].flatMap((piece) => [
      [`lines ${piece}`, repeat(`${piece}\n`)],
      [`one line ${piece}`, repeat(piece)],
    ]),
  ),
  "different lines": numbered((at) => `a${at}\n`),
  escapes: repeat("\u001b["),
  colours: repeat("\u001b[31ma\u001b[0m"),
  "titles without end": repeat("\u001b]0;"),
};

/** The same numbers each time. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

/** A shape with pieces of others in it, at places drawn by `next`. */
export function mutate(shapes: readonly Shape[], next: (below: number) => number): Shape {
  const cuts = Array.from({ length: 1 + next(4) }, () => ({ of: next(shapes.length), share: 1 + next(6) }));
  const glue = characters[next(characters.length)] ?? "";
  const sum = cuts.reduce((all, { share }) => all + share, 0);
  return (length) =>
    cuts
      .map(({ of, share }) => shapes[of]?.(Math.floor((length * share) / sum)) ?? "")
      .join(glue)
      .slice(0, length);
}
