import { readdir,readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContentProblem, FileProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { lessonFrontMatter } from "../../../core/course/schema.ts";
import { slug } from "../../../core/lab/lab-id.ts";
import type { LessonFolder } from "../lesson-folders.ts";
import { findFaultLine } from "./find-fault-line.ts";
import { lintCode } from "./lint-code.ts";
import type { LintedLab } from "./lint-lab.ts";
import { lintLab } from "./lint-lab.ts";
import type { LinkTargets } from "./lint-links.ts";
import { lintLinks } from "./lint-links.ts";
import { lintQuizzes } from "./lint-quizzes.ts";
import { lintStructure } from "./lint-structure.ts";
import { lintTemplate } from "./lint-template.ts";
import { type LessonShape,lintTranslation } from "./lint-translation.ts";
import { lintYaml } from "./lint-yaml.ts";
import { readMdx } from "./read-mdx.ts";
import { splitFrontMatter } from "./split-front-matter.ts";
import { tryRendering } from "./try-rendering.ts";

/** "lesson.mdx", and "lesson.de.mdx" for another language. */
const LESSON_FILE = /^lesson(?:\.[a-z]{2,3}(?:-[A-Za-z0-9]+)*)?\.mdx$/;

export interface LessonPlace extends Omit<LinkTargets, "course" | "lesson" | "directory" | "labs"> {
  readonly contentDir: string;
  readonly course: string;
  readonly folder: LessonFolder;
  /** Name of the folder: "03-first-dockerfile". */
  readonly name: string;
  /** Slugs of the lessons of the course, in their order. */
  readonly order: readonly string[];
}

/** Everything wrong with a lesson: its text in every language, and its labs. */
export async function lintLesson(place: LessonPlace): Promise<ContentProblem[]> {
  const path = `${place.course}/${place.name}`;
  const names = (await readdir(place.folder.directory)).toSorted();
  const labs = await lintLabs(place, path);
  const problems = [...labs.values()].flatMap((lab) => lab.problems);
  const files = names.filter((name) => LESSON_FILE.test(name));
  if (!files.includes("lesson.mdx")) {
    const near = names.find((name) => /^lesson\b.*\.mdx?$/i.test(name)) ?? nearName("lesson.mdx", names);
    const advice = near === null ? "Write one; `npm run course:new lesson` makes a first." : `Rename ${near}.`;
    problems.push({ file: `${path}/lesson.mdx`, line: 1, message: "this lesson has no lesson.mdx", advice });
  }
  if (place.folder.slug === "search") {
    const message = "a lesson cannot be called search";
    const advice = `/${place.course}/search is the page of the search: rename the folder.`;
    problems.push({ file: `${path}/lesson.mdx`, line: 1, message, advice, hides: true });
  }
  const named = new Set<string>();
  const shapes = new Map<string, LessonShape>();
  for (const name of files) {
    const file = `${path}/${name}`;
    const text = await readFile(join(place.folder.directory, name), "utf8");
    const { problems: found, shape } = await lintText(place, text, labs);
    for (const lab of shape.labs) named.add(lab);
    shapes.set(name, shape);
    problems.push(...found.map((problem) => ({ file, ...problem })));
  }
  const original = shapes.get("lesson.mdx");
  for (const [name, shape] of original === undefined ? [] : shapes) {
    const tag = name.slice("lesson.".length, -".mdx".length);
    if (original === undefined || shape === original) continue;
    const found = lintTranslation(tag, original, shape);
    problems.push(...found.map((problem) => ({ file: `${path}/${name}`, ...problem })));
  }
  for (const lab of files.length === 0 ? [] : labs.keys()) {
    if (named.has(lab)) continue;
    problems.push({
      file: `${path}/labs/${lab}/lab.yaml`,
      line: 1,
      message: `no lesson names the lab ${lab}`,
      advice: `Write "lab: ${lab}" into the front matter of ${path}/lesson.mdx, or remove the folder.`,
    });
  }
  return problems;
}

async function lintText(
  place: LessonPlace,
  text: string,
  labs: ReadonlyMap<string, LintedLab>,
): Promise<{ readonly problems: FileProblem[]; readonly shape: LessonShape }> {
  const matter = splitFrontMatter(text);
  if (matter === null) {
    const message = "the file does not begin with front matter";
    const advice = "Begin with --- on the first line, then title, summary and so on, then ---.";
    return { problems: [{ line: 1, message, advice }], shape: { labs: [], tree: null } };
  }
  const yaml = lintYaml(matter, lessonFrontMatter, { firstLine: 2 });
  const problems: FileProblem[] = [...yaml.problems];
  const own = namesOfLabs(yaml.raw);
  for (const { name, at } of own) {
    if (labs.has(name)) continue;
    const there = [...labs.keys()];
    const near = nearName(name, there);
    problems.push({
      line: yaml.lineOf(...at),
      message: `there is no lab ${name}`,
      advice:
        near === null
          ? `The folder labs/ has: ${there.join(", ") || "none"}. \`npm run course:new lab\` makes one.`
          : `Did you mean ${near}?`,
    });
  }
  if (yaml.data !== null) {
    problems.push(...lintPrerequisites(place, yaml.data.prerequisites, yaml.lineOf));
    const minutes = own.reduce((sum, { name }) => sum + (labs.get(name)?.minutes ?? 0), 0);
    if (minutes > yaml.data.minutes) {
      problems.push({
        line: yaml.lineOf("minutes"),
        message: `the lesson takes ${yaml.data.minutes} minutes, and its labs alone ${minutes}`,
        advice: "Count the labs in.",
      });
    }
  }
  const mdx = await readMdx(text);
  const names = own.map(({ name }) => name);
  if (mdx.status === "mistake") problems.push(...mdx.problems);
  const readable = mdx.status === "read" ? mdx : mdx.mended;
  if (readable === null) return { problems, shape: { labs: names, tree: null } };
  const { tree, code: compiled } = readable;
  const editable = new Map(own.map(({ name }) => [name, labs.get(name)?.editable ?? []]));
  // Of a lab that is not there nobody knows what a student may write.
  const code = own.every(({ name }) => labs.has(name)) ? lintCode(tree, editable) : [];
  const links = await lintLinks(tree, {
    ...place,
    lesson: place.folder.slug,
    directory: place.folder.directory,
    labs: names,
  });
  const found = [...lintStructure(tree), ...lintQuizzes(tree), ...code, ...links, ...lintTemplate(text)];
  const broken = await tryRendering(compiled, tree, () => findFaultLine(text, tree));
  return {
    problems: [...problems, ...found, ...broken],
    shape: { labs: names, tree: mdx.status === "read" ? tree : null },
  };
}

function lintPrerequisites(
  { order, folder, course }: LessonPlace,
  prerequisites: readonly string[],
  lineOf: (...path: readonly PropertyKey[]) => number,
): FileProblem[] {
  return prerequisites.flatMap((one, index): FileProblem[] => {
    const line = lineOf("prerequisites", index);
    const at = order.indexOf(one);
    if (at !== -1 && at < order.indexOf(folder.slug)) return [];
    if (at !== -1) {
      return [{ line, message: `${one} does not come before this lesson`, advice: "Only an earlier lesson can be asked for." }];
    }
    const near = nearName(one.replace(/^\d+-/, ""), order) ?? order.find((each) => one.endsWith(each));
    const advice = near === undefined ? `The lessons of ${course}: ${order.join(", ")}.` : `Did you mean ${near}?`;
    return [{ line, message: `there is no lesson ${one}`, advice }];
  });
}

/** The labs that front matter names, in `lab` or `labs`, and where. */
function namesOfLabs(raw: unknown): { readonly name: string; readonly at: readonly PropertyKey[] }[] {
  const { lab, labs } = (raw ?? {}) as { lab?: unknown; labs?: unknown };
  const several = Array.isArray(labs) ? labs.map((name: unknown, index) => ({ name, at: ["labs", index] })) : [];
  return [{ name: lab, at: ["lab"] }, ...several].flatMap(({ name, at }) =>
    typeof name === "string" ? [{ name, at }] : [],
  );
}

async function lintLabs(place: LessonPlace, path: string): Promise<Map<string, LintedLab>> {
  const labs = new Map<string, LintedLab>();
  const entries = await readdir(join(place.folder.directory, "labs"), { withFileTypes: true }).catch(() => []);
  for (const { name } of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (name.startsWith(".")) continue;
    const linted = await lintLab(place.contentDir, `${path}/labs/${name}`);
    const problems = slug.safeParse(name).success
      ? linted.problems
      : [...linted.problems, badName(`${path}/labs/${name}`, name)];
    labs.set(name, { ...linted, problems });
  }
  return labs;
}

const badName = (file: string, name: string): ContentProblem => ({
  file,
  line: 1,
  message: `${name} cannot be part of an address`,
  advice: "Use small letters, digits and single hyphens.",
});
