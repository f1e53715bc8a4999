import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PICTURE_BYTES } from "../../core/course/picture.ts";
import { readPicture } from "./read-picture.ts";

let content = "";
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), "drydock-picture-"));
  await mkdir(join(content, "knots/01-tie/pictures"), { recursive: true });
  await mkdir(join(content, "knots/01-tie/labs/one/solution"), { recursive: true });
  await writeFile(join(content, "knots/course.yaml"), "title: Knots\n");
  await writeFile(join(content, "knots/01-tie/pictures/knot.svg"), "<svg/>");
  await writeFile(join(content, "knots/01-tie/labs/one/solution/plan.png"), "the answer");
  await writeFile(join(content, "outside.png"), "not of this lesson");
});
afterEach(() => rm(content, { recursive: true }));

const read = (path: string, course = "knots", lesson = "tie") => readPicture(content, course, lesson, path);

it("a picture is read, and has another version once it was written again", async () => {
  const first = await read("pictures/knot.svg");
  expect(first).toMatchObject({ mediaType: "image/svg+xml", bytes: new TextEncoder().encode("<svg/>") });
  await writeFile(join(content, "knots/01-tie/pictures/knot.svg"), "<svg></svg>");
  expect((await read("pictures/knot.svg"))?.version).not.toBe(first?.version);
});

it("nothing else of the folder is, and nothing outside of it", async () => {
  await symlink(join(content, "outside.png"), join(content, "knots/01-tie/pictures/link.png"));
  await symlink(content, join(content, "knots/01-tie/up"));
  await symlink("loop.png", join(content, "knots/01-tie/loop.png"));
  await mkdir(join(content, "knots/01-tie/folder.png"));
  await writeFile(join(content, "knots/01-tie/large.png"), "");
  await truncate(join(content, "knots/01-tie/large.png"), PICTURE_BYTES + 1);
  for (const path of [
    "pictures/none.png",
    "lesson.mdx",
    "labs/one/solution/plan.png",
    "pictures/../labs/one/solution/plan.png",
    "../../outside.png",
    "pictures/link.png",
    "up/outside.png",
    "loop.png",
    "folder.png",
    "large.png",
    "pictures/knot.svg/x.png",
    `${"x".repeat(5000)}.png`,
  ])
    expect([path, await read(path)]).toEqual([path, null]);
  expect(await read("pictures/knot.svg", "knots", "serve")).toBeNull();
  expect(await read("pictures/knot.svg", "..", "tie")).toBeNull();
});
