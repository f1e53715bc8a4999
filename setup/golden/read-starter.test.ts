import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readStarter } from "./read-courses.ts";

let lab = "";
beforeEach(async () => {
  lab = await mkdtemp(path.join(tmpdir(), "starter-"));
  await mkdir(path.join(lab, "starter"));
  await writeFile(path.join(lab, "starter/Dockerfile"), "FROM a\nUSER {{uid}}\n");
});
afterEach(() => rm(lab, { recursive: true }));

const text = async () => {
  const [file] = await readStarter(path.join(lab, "starter"));
  return Buffer.from(file?.content ?? "").toString("utf8");
};

it("the warm cache builds one and the same variant of a starter", async () => {
  await writeFile(path.join(lab, "lab.yaml"), "title: A lab\nvariants:\n  uid: { from: 2000, to: 9999 }\n");
  const first = await text();
  expect(first).toMatch(/^FROM a\nUSER [2-9]\d{3}\n$/);
  expect(await text()).toBe(first);
});

it("a lab that is the same for everybody is taken as it is", async () => {
  await writeFile(path.join(lab, "lab.yaml"), "title: A lab\n");
  expect(await text()).toBe("FROM a\nUSER {{uid}}\n");
});
