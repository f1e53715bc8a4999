import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { changedPaths } from "./changed-paths.ts";

let folder = "";
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "changed-"));
  mkdirSync(join(folder, "content/lab"), { recursive: true });
  for (const path of ["content/lab/same", "content/lab/edited", "content/lab/gone", "outside"])
    write(path, "1");
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "first");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("tells what is edited, new or gone below the folder, and what was committed since", async () => {
  write("content/lab/edited", "2");
  write("content/lab/new", "2");
  write("outside", "2");
  rmSync(join(folder, "content/lab/gone"));
  const all = ["edited", "gone", "new"].map((name) => join(folder, "content/lab", name));
  expect((await changedPaths(join(folder, "content"), "HEAD")).toSorted()).toEqual(all);
  git("add", ".");
  git("commit", "-qm", "second");
  expect(await changedPaths(join(folder, "content"), "HEAD")).toEqual([]);
  expect((await changedPaths(join(folder, "content"), "HEAD~1")).toSorted()).toEqual(all);
});

it("says what to do when git does not know the commit", async () => {
  await expect(changedPaths(folder, "no-such-commit")).rejects.toMatchObject({
    userMessage: expect.stringContaining("--since") as string,
  });
});
