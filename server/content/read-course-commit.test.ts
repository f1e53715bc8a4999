import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readCourseCommit } from "./read-course-commit.ts";

const ONE = "1".repeat(40);
const TWO = "2".repeat(40);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drydock-commit-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function checkout(name: string, files: Record<string, string>): Promise<string> {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await mkdir(join(root, "content", "course"), { recursive: true });
  return join(root, "content", "course");
}

it("is told of a branch, a packed branch, a bare commit and a work tree of its own", async () => {
  const head = "ref: refs/heads/main\n";
  expect(await readCourseCommit(await checkout("a", { ".git/HEAD": head, ".git/refs/heads/main": `${ONE}\n` }))).toBe(
    ONE,
  );
  const packed = `# pack-refs with: peeled\n${TWO} refs/heads/mainland\n${ONE} refs/heads/main\n`;
  expect(await readCourseCommit(await checkout("b", { ".git/HEAD": head, ".git/packed-refs": packed }))).toBe(ONE);
  expect(await readCourseCommit(await checkout("c", { ".git/HEAD": `${TWO}\n` }))).toBe(TWO);
  const apart = await checkout("d", {
    ".git": `gitdir: ${join(folder, "a/.git/worktrees/d")}\n`,
  });
  await checkout("a", { ".git/worktrees/d/HEAD": head, ".git/worktrees/d/commondir": "../..\n" });
  expect(await readCourseCommit(apart)).toBe(ONE);
});

it("is null without Git, before the first commit, and for a HEAD that leads elsewhere", async () => {
  expect(await readCourseCommit(await checkout("e", { "x.txt": "" }))).toBeNull();
  expect(await readCourseCommit(await checkout("f", { ".git/HEAD": "ref: refs/heads/main\n" }))).toBeNull();
  expect(
    await readCourseCommit(await checkout("g", { ".git/HEAD": "ref: refs/../../secret\n", secret: `${ONE}\n` })),
  ).toBeNull();
});
