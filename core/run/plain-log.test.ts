import { describe, expect, it } from "vitest";
import { createPlainLog } from "./plain-log.ts";

const cases: [string, string, string][] = [
  ["plain text", "hello\n\tworld ü 🐳\n", "hello\n\tworld ü 🐳\n"],
  ["colours", "\u001b[1;31mred\u001b[0m done", "red done"],
  ["a title", "\u001b]0;evil title\u0007after", "after"],
  ["a link", "\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\!", "text!"],
  ["charset and two-character escapes", "\u001b(Ba\u001bMb\u001b7c", "abc"],
  ["C1 controls", "\u009b31mred\u009d0;t\u009cx", "redx"],
  ["other control characters", "a\u0000b\u0008c\u007fd", "abcd"],
  ["CRLF", "a\r\nb\r\r\nc", "a\nb\nc"],
  ["redrawn lines", "10%\r20%\r30%\n", "10%\n20%\n30%\n"],
  ["an escape that never ends", "a\u001b]0;swallowed\nnext", "a\nnext"],
];

describe("createPlainLog", () => {
  it.each(cases)("%s", (_name, input, expected) => {
    expect(createPlainLog()(input)).toBe(expected);
  });

  it.each(cases)("%s, one character at a time", (_name, input, expected) => {
    const plain = createPlainLog();
    expect(Array.from(input, plain).join("")).toBe(expected);
  });
});
