import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lintContent, loadCourseLabs } from "../../server/tools.ts";
import { listCases } from "../check/lab-cases.ts";
import { makeLab } from "./make-lab.ts";
import { makeLesson } from "./make-lesson.ts";

let content = "";
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), "drydock-scaffold-"));
});
afterEach(() => rm(content, { recursive: true }));

const lint = () => lintContent(content, { publicDir: "public" });

it("what is made has no mistake, and a lab has a case for everything that it claims", async () => {
  await makeLesson(content, "sailing", "knots");
  await makeLesson(content, "sailing", "sails");
  await makeLab(content, "sailing", "02-sails", "greeter");
  // Nothing but what its author has still to write.
  expect((await lint()).filter(({ message }) => !message.endsWith("is text of the template"))).toEqual([]);
  const untouched = (await lint()).map(({ file }) => file);
  expect(new Set(untouched)).toEqual(
    new Set(["sailing/course.yaml", "sailing/01-knots/lesson.mdx", "sailing/02-sails/lesson.mdx"]),
  );
  const [lab] = await loadCourseLabs(content);
  if (lab === undefined) throw new Error("there is no lab");
  expect(lab.id).toBe("sailing/sails/greeter");
  const cases = await listCases(lab);
  const failing = cases.flatMap(({ expected }) => (expected.kind === "fails-only" ? [expected.check] : []));
  expect(failing.sort()).toEqual(lab.lab.checks.map(({ id }) => id).sort());
});

it("lessons come after the last one", async () => {
  await makeLesson(content, "sailing", "knots");
  const made = await makeLesson(content, "sailing", "sails");
  expect(made).toEqual([join(content, "sailing/02-sails/lesson.mdx")]);
});

it("editors find the schemas", async () => {
  const made = [
    ...(await makeLesson(content, "sailing", "knots")),
    ...(await makeLab(content, "sailing", "knots", "one")),
  ];
  const named = [];
  for (const file of made) {
    const path = /\$schema=(\S+)/.exec(await readFile(file, "utf8"))?.[1];
    if (path === undefined) continue;
    const schema = JSON.parse(await readFile(resolve(dirname(file), path), "utf8")) as { properties: object };
    named.push(Object.keys(schema.properties));
  }
  expect(named).toHaveLength(3);
  for (const fields of named) expect(fields).toEqual(expect.arrayContaining(["title", "summary"]));
});

it("nothing is written over, and a wrong name says what to do", async () => {
  await makeLesson(content, "sailing", "knots");
  await expect(makeLesson(content, "sailing", "knots")).rejects.toThrow("Take another name");
  await expect(makeLesson(content, "sailing", "../x")).rejects.toThrow("small letters");
  await expect(makeLesson(content, "../sailing", "x")).rejects.toThrow("small letters");
  await expect(makeLab(content, "sailing", "knot", "one")).rejects.toThrow("Did you mean knots?");
  await expect(makeLab(content, "rowing", "knots", "one")).rejects.toThrow("no course rowing");
  await makeLab(content, "sailing", "knots", "one");
  await expect(makeLab(content, "sailing", "knots", "one")).rejects.toThrow("there already");
  await expect(makeLab(content, "sailing", "knots", "two")).rejects.toThrow("by hand");
});
