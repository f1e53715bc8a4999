import { describe, expect, it } from "vitest";
import { ignoreFiles } from "./ignore-files.ts";

describe("ignoreFiles", () => {
  it.each<[string, string, boolean]>([
    [".git", ".git/config", true],
    [".git", "sub/.git/config", false],
    ["**/.git", "sub/.git/config", true],
    ["**/__pycache__", "__pycache__/a.pyc", true],
    ["*.md", "README.md", true],
    ["*.md", "docs/README.md", false],
    ["**/*.md", "docs/README.md", true],
    ["*.md\n!README.md", "README.md", false],
    ["!README.md\n*.md", "README.md", true],
    ["*\n!app\n", "app/main.py", false],
    ["*\n!app\napp/secret", "app/secret/key", true],
    ["/app/", "app/main.py", true],
    ["./app", "app/main.py", true],
    ["app/../lib", "lib/x", true],
    ["# app", "app", false],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["[ab].txt", "b.txt", true],
    ["a.txt", "aXtxt", false],
    ["", "a", false],
    ["\r\napp\r\n", "app", true],
  ])("%j and %s", (dockerignore, path, ignored) => {
    expect(ignoreFiles(dockerignore)(path)).toBe(ignored);
  });

  it("bears broken patterns and answers in time to a hostile one", () => {
    const hostile = ignoreFiles(`[z-a]\n${"**/*".repeat(60)}x\n`);
    const begun = performance.now();
    hostile("a/".repeat(100) + "b");
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
