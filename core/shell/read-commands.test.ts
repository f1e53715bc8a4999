import { expect, it } from "vitest";
import { readCommands } from "./read-commands.ts";

const read = (text: string): string[] =>
  readCommands(text).commands.map(
    ({ words, within }) =>
      `${words.map(({ value }) => value).join(" ")}${within.map((one) => ` <${one}`).join("")}`,
  );

it.each<[string, string[]]>([
  ["make && make install || exit 3", ["make", "make install <after-and", "exit 3 <after-or"]],
  [
    "if grep -q x f; then pip install a; else pip install b; fi",
    ["grep -q x f <test", "pip install a <then", "pip install b <else"],
  ],
  ["for f in $(ls *.txt); do rm $f; done", ["ls *.txt <substitution", "rm $f <loop"]],
  ["case $A in x) one ;; *) two ;; esac", ["one <case", "two <case"]],
  ["(cd /src; make) & wait", ["cd /src <background <subshell", "make <background <subshell", "wait"]],
  ["curl -s u | tar -x", ["curl -s u <pipe", "tar -x <pipe"]],
  ["! test -f x", ["test -f x <negated"]],
  ["sudo -E bash -lc 'a \"b c\"; d'", ['sudo -E bash -lc a "b c"; d', "a b c <nested", "d <nested"]],
  ["sh <<END\nuname\nEND\n", ["sh", "uname <nested"]],
  ["python3 <<END\nimport os; os.remove('x')\nEND\n", ["python3"]],
  ['X="$(date)" echo `id`', ["echo `id`", "id <substitution", "date <substitution"]],
  ["echo 'a && b' # c && d", ["echo a && b"]],
])("%s", (text, commands) => {
  expect(read(text)).toEqual(commands);
});

it("a word knows whether a shell puts something else in its place", () => {
  const words = readCommands("a 'b $c' \"$d/${e:-f}\" *.txt ~/x g=$h 2>&1").commands[0]?.words;
  expect(words?.map(({ value, isLiteral, variables }) => [value, isLiteral, variables.join(" ")])).toEqual([
    ["a", true, ""],
    ["b $c", true, ""],
    ["$d/${e:-f}", false, "d e"],
    ["*.txt", false, ""],
    ["~/x", false, ""],
    ["g=$h", false, "h"],
  ]);
});

it("what is cut short or nobody writes is known to be partial, and never throws", () => {
  for (const piece of [
    "(",
    "$(",
    "if ",
    "coproc ",
    "<<E\n",
    "`",
    "${",
    "'",
    "\u0000",
    "\ud800",
    "((",
    "sh -c '",
  ]) {
    const { commands } = readCommands(piece.repeat(3000));
    expect(commands.length).toBeLessThanOrEqual(2000);
  }
  expect(readCommands("a; if b; then").isPartial).toBe(true);
  expect(readCommands("a;\n".repeat(3000)).isPartial).toBe(true);
  expect(readCommands("a; b").isPartial).toBe(false);
});
