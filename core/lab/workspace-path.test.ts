import { describe, expect, it } from "vitest";
import { findPathProblem, isEditable } from "./workspace-path.ts";

describe("findPathProblem", () => {
  it.each(["Dockerfile", ".dockerignore", "src/app/main.py", "a b.txt", "résumé.txt", "..hidden"])(
    "takes %s",
    (path) => expect(findPathProblem(path)).toBeNull(),
  );
  it.each([
    "",
    "/etc/passwd",
    "../x",
    "a/../b",
    "a/./b",
    "a//b",
    "a/",
    "..",
    "a\\b",
    "a\nb",
    "a\u0000b",
    "a\u009bb",
    "a\u202eb",
    "a\u2028b",
    "\ud800",
    " a",
    "a /b",
    "x".repeat(201),
    "é".repeat(101),
    "a/".repeat(11) + "a",
  ])("refuses %j", (path) => expect(findPathProblem(path)).toMatch(/\.$/));
});

describe("isEditable", () => {
  it.each([
    ["Dockerfile", "Dockerfile", true],
    ["Dockerfile", "dockerfile", false],
    ["Dockerfile", "src/Dockerfile", false],
    ["src/*.py", "src/app.py", true],
    ["src/*.py", "src/sub/app.py", false],
    ["src/*.py", "src/.py", true],
    ["src/**", "src/a/b.py", true],
    ["src/**", "srcs/a", false],
    ["**/*.sh", "a/b/run.sh", true],
    ["**/*.sh", "run.sh", true],
    ["*a*a*", "aa", true],
    ["*a*a*", "a", false],
    ["a*a", "a", false],
    ["*", "x/y", false],
  ])("%s against %s: %s", (pattern, path, expected) => expect(isEditable(path, [pattern])).toBe(expected));

  it("an unkind pattern is quick", () => {
    const started = performance.now();
    expect(isEditable("a".repeat(200), [`${"*a".repeat(40)}b`])).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
