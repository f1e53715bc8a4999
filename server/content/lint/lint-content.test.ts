import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeProblem } from "../../../core/course/content-problem.ts";
import { lintContent } from "./lint-content.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const publicDir = join(root, "public");
const TIE = "knots/01-tie/lesson.mdx";
const GERMAN = "knots/01-tie/lesson.de.mdx";
const SERVE = "knots/02-serve/lesson.mdx";
const LAB = "knots/02-serve/labs/knot-server";
const YAML = `${LAB}/lab.yaml`;

let content = "";
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), "drydock-lint-"));
  await cp(join(root, "e2e/fixtures/content"), content, { recursive: true });
});
afterEach(() => rm(content, { recursive: true }));

const lint = async () => (await lintContent(content, { publicDir })).map(describeProblem);

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(content, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(join(content, file), text.replace(from, () => to));
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(content, file)), { recursive: true });
  await writeFile(join(content, file), text);
}

const drop = (file: string) => rm(join(content, file), { recursive: true });

it("a course without a mistake has none told", async () => {
  expect(await lint()).toEqual([]);
});

it("mistakes of every kind are told at once, and not one after the other", async () => {
  await change(TIE, "minutes: 5", "minuts: 5");
  await change(TIE, "Take a", 'Take <a and {b\n\n## A\n\n#### Deep\n\n<Notes>x</Notes>\n\n<TwoSides caption="x" upper="a" bridge="b" lower="c" />\n\nTake <c');
  const told = await lint();
  for (const words of [
    'unknown field "minuts"',
    `${TIE}:10: `,
    "a heading of level 4 follows one of level 2",
    "there is no component Notes",
    "TwoSides: upper is not as it has to be",
    "TwoSides: lower is not as it has to be",
    `${TIE}:20: `,
  ])
    expect(told.filter((problem) => problem.includes(words)), words).not.toEqual([]);
});

describe("one mistake is told with file, line and what to do:", () => {
  it.each<[string, string, string, string, string]>([
    // Front matter and course.yaml.
    ["a field that does not exist", TIE, "minutes: 5", "minuts: 5", `${TIE}:4: unknown field "minuts". Did you mean minutes?`],
    ["a field that is missing", TIE, "minutes: 5", "minuts: 5", `${TIE}:2: minutes: is missing. It is: How long`],
    ["a field of another type", TIE, "minutes: 5", "minutes: soon", `${TIE}:4: minutes: Invalid input: expected number`],
    ["a tab in YAML", TIE, "  - Tie a", "\t- Tie a", `${TIE}:6: `],
    ["no front matter", TIE, "---\ntitle", "title", `${TIE}:1: the file does not begin with front matter`],
    ["a language that is none", "knots/course.yaml", "language: en", "language: english!", `knots/course.yaml:3: "english!" is no language`],
    ["advice that leads to no heading", "knots/course.yaml", "language: en", "language: en\nadvice:\n  pip-cache: serve#what-you-did", `knots/course.yaml:5: the lesson serve has no heading #what-you-did. Did you mean #what-you-do?`],
    ["a prerequisite that is no lesson", SERVE, "  - tie", "  - ties", `${SERVE}:8: there is no lesson ties. Did you mean tie?`],
    ["a prerequisite that comes later", TIE, 'facts: "N', 'prerequisites: [serve]\nfacts: "N', `${TIE}:7: serve does not come before this lesson`],
    ["a lab that is not there", SERVE, "lab: knot-server", "lab: knot-sever", `${SERVE}:10: there is no lab knot-sever. Did you mean knot-server?`],
    ["a lab that no lesson names", SERVE, "lab: knot-server\n", "", `${YAML}:1: no lesson names the lab knot-server`],
    ["less time than the labs", SERVE, "minutes: 10", "minutes: 3", `${SERVE}:4: the lesson takes 3 minutes, and its labs alone 5`],
    // The text.
    ["a component that does not exist", TIE, "<Note kind=\"careful\" title=\"Not round your neck\">A bowline does not slip. That is what it is for.</Note>", "<Notes>x</Notes>", `${TIE}:16: there is no component Notes. Did you mean Note? There is: Note, `],
    ["a property that does not exist", TIE, "kind=", "knid=", `${TIE}:16: Note takes no knid. Did you mean kind?`],
    ["a property that is missing", TIE, "Take a", '<LayerStack layers={[]} />\n\nTake a', `${TIE}:10: LayerStack has no caption`],
    ["MDX that does not parse", TIE, "Take a", "Take <a", `${TIE}:`],
    ["a brace in the text", TIE, "Take a", "Take { a", `${TIE}:`],
    ["a name that stands for nothing", TIE, "Take a", "Take {string}", `${TIE}:10: the lesson cannot be shown: string is not defined`],
    ["a link to no heading", SERVE, "#the-loop", "#the-lop", `${SERVE}:31: knots/tie has no heading #the-lop. Did you mean #the-loop?`],
    ["a link to no heading of the same page", SERVE, "/knots/tie#the-loop", "#what", `${SERVE}:31: knots/serve has no heading #what. Its headings: #what-you-do #where-it-listens.`],
    ["a link to no lesson", SERVE, "/knots/tie#the-loop", "/knots/01-tie", `${SERVE}:31: there is no lesson knots/01-tie. Did you mean /knots/tie?`],
    ["a link to no course", SERVE, "/knots/tie#the-loop", "/knits/tie", `${SERVE}:31: /knits/tie leads nowhere`],
    ["a link to no file", SERVE, "/knots/tie#the-loop", "/icon.png", `${SERVE}:31: /icon.png leads nowhere`],
    ["a link that opens no lab", SERVE, "/knots/tie#the-loop", "?lab=knot-serve", `${SERVE}:31: this lesson has no lab knot-serve. Did you mean ?lab=knot-server?`],
    ["a link that is no address", SERVE, "/knots/tie#the-loop", "javascript:alert(1)", `${SERVE}:31: a browser does not open javascript:`],
    ["an image without a text", TIE, "Take a", "![](/icon.svg)\n\nTake a", `${TIE}:10: this image has no alternative text`],
    ["a drawing without a text", TIE, "Take a", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\" /></svg>\n\nTake a", `${TIE}:10: this drawing has no alternative text`],
    ["a picture that the folder does not have", TIE, "Take a", "![A knot](pictures/knot.png)\n\nTake a", `${TIE}:10: the lesson's folder has no picture pictures/knot.png. Put it there, or write /pictures/knot.png`],
    ["a picture out of a lab", SERVE, "## What you do", "![It](labs/knot-server/plan.png)\n\n## What you do", `labs/knot-server/plan.png is no picture that the site sends. Put a file that ends with .avif, `],
    ["a picture of the folder as a tag", TIE, "Take a", '<img src="knot.png" alt="A knot" />\n\nTake a', `${TIE}:10: a browser does not find knot.png of this folder by a tag. Write it as ![what it shows](knot.png)`],
    ["an image that is not there", TIE, "Take a", "![A knot](/knot.svg)\n\nTake a", `${TIE}:10: /knot.svg leads nowhere`],
    ["headings out of order", TIE, "## The loop", "#### The loop", `${TIE}:12: a heading of level 4 follows one of level 1. Write ## here`],
    ["a heading like the title", TIE, "## The loop", "# The loop", `${TIE}:12: a heading of the first level`],
    ["an option without its why", TIE, 'why="A slip knot does that."', "", `${TIE}:19: this Option of the Quiz slips has no explanation`],
    ["no right option", TIE, "Option right", "Option", `${TIE}:18: 0 options of the Quiz slips are right`],
    ["a command where no terminal is", TIE, "Take a", "```bash run\nls\n```\n\nTake a", `${TIE}:10: run needs a lab`],
    ["a file that cannot be written", SERVE, "file=Dockerfile", "file=dockerfile", `${SERVE}:19: a student cannot write dockerfile in this lab. Did you mean Dockerfile?`],
    ["data of another shape", TIE, "Take a", '<TwoSides caption="Two" upper="a" bridge="b" lower={{ name: "c", parts: [] }} />\n\nTake a', `${TIE}:10: TwoSides: upper is not as it has to be: Invalid input: expected object, received string. The one above.`],
    ["a list that is none", TIE, "Take a", '<StageMap caption="Stages" stages="no" last={{ name: "run", steps: [], weight: "1 MB" }} />\n\nTake a', `${TIE}:10: StageMap: stages is not as it has to be: Invalid input: expected array`],
    ["data within a list", TIE, "Take a", '<TimeBars\n  caption="Times"\n  rows={[\n    { name: "a", seconds: 1 },\n    { name: "b", seconds: "two" },\n  ]}\n/>\n\nTake a', `TimeBars: rows[1].seconds is not as it has to be`],
    ["a word that is none of a component's", TIE, 'kind="careful"', 'kind="warning"', `${TIE}:16: Note: kind is not as it has to be`],
    ["a value that comes out of an expression", TIE, "Take a", '<LayerStack caption="Layers" layers={[1, 2].map((n) => ({ name: "x", megabytes: n, kind: "mine" }))} />\n\nTake a', `${TIE}:10: LayerStack: layers[0].kind is not as it has to be`],
    ["a style as text", TIE, "Take a", 'One.\n\n<span style="color: red">Red</span>\n\nTake a', `${TIE}:12: the lesson cannot be shown: The \`style\` prop expects a mapping`],
    ["something that throws when it is shown", TIE, "Take a", 'One.\n\n{[].first.second}\n\nTake a', `${TIE}:12: the lesson cannot be shown: Cannot read properties`],
    ["a tag that is left open", TIE, "Take a", "One.\n\n<details>\n\nHidden.\n\nTake a", `${TIE}:12: Expected a closing tag for \`<details>\``],
    ["a slip behind the ticks", SERVE, "dockerfile file=Dockerfile", 'dockerfile file=Dockerfile titel="Dockerfile"', `${SERVE}:19: nothing reads "titel=\\"Dockerfile\\"" behind the ticks. Did you mean title=?`],
    ["a slip in run", SERVE, "```dockerfile file=Dockerfile", "```bash runn\nls\n```\n\n```dockerfile file=Dockerfile", `${SERVE}:19: nothing reads "runn" behind the ticks. Did you mean run?`],
    ["a block of a lab that is not there", SERVE, "dockerfile file=Dockerfile", "dockerfile lab=knot-sever file=Dockerfile", `${SERVE}:19: this lesson has no lab knot-sever. Did you mean lab=knot-server?`],
    ["text of the template", TIE, "Take a", "One idea a section, in a few sentences of your own.\n\nTake a", `${TIE}:10: "One idea a section, in a few sentences of your own…" is text of the template`],
    ["text of the template in a course", "knots/course.yaml", "language: en", 'language: en\n# What a student can do after this course, in one or two sentences.', `knots/course.yaml:4: "What a student can do after this course, in one or…" is text of the template`],
    // The translation.
    ["a question that the original does not have", GERMAN, 'id="slips"', 'id="slip"', `${GERMAN}:16: lesson.mdx has no question slip`],
    ["a question that the translation does not have", GERMAN, 'id="slips"', 'id="slip"', `${GERMAN}:1: the question slips is missing`],
    ["options in another order", GERMAN, "<Option right", "<Option why=\"Nein.\">Nichts</Option>\n<Option right", `${GERMAN}:16: the options of slips are 3 with number 3 right, and those of lesson.mdx 2 with number 2 right`],
    ["another lab than the original's", GERMAN, "minutes: 5", "minutes: 5\nlab: one", `${GERMAN}:2: the labs are not those of lesson.mdx. It has none.`],
    // The lab.
    ["a kind that does not exist", YAML, "kind: image-config", "kind: image-confg", `${YAML}:22: checks.1.kind: there is no "image-confg". Did you mean image-config? There is: answers, `],
    ["no kind", YAML, "    kind: image-config\n", "", `${YAML}:21: checks.1.kind: is missing. There is: answers, `],
    ["a field that a check does not have", YAML, "workdir: true", "workdri: true", `${YAML}:25: checks.1: unknown field "workdri". Did you mean workdir?`],
    ["no points", YAML, "points: 40", "points: 0", `${YAML}:24: checks.1.points: `],
    ["two checks of one id", YAML, "id: describes", "id: answers", `${YAML}:21: two checks have the id answers`],
    ["a file to open that is not there", YAML, "open: Dockerfile", "open: dockerfile", `${YAML}:6: starter/ has no file dockerfile. Did you mean Dockerfile?`],
    ["a misspelt editable file", YAML, "  - knot.txt", "  - knots.txt", `${YAML}:9: there is no file knots.txt. Did you mean knot.txt?`],
    ["a solution that no student can write", YAML, "  - Dockerfile\n", "", `${LAB}/solution/Dockerfile:1: no student can write Dockerfile. Add it to editable (lab.yaml, line 7)`],
    ["a wrong answer like the solution", `${LAB}/wrong/answers--another-knot/knot.txt`, "granny", "bowline", `${LAB}/wrong/answers--another-knot:1: wrong/answers--another-knot/ changes nothing of the solution`],
  ])("%s", async (_name, file, from, to, told) => {
    await change(file, from, to);
    expect(await lint()).toEqual(expect.arrayContaining([expect.stringContaining(told) as string]));
  });

  it.each<[string, () => Promise<void>, string]>([
    ["no wrong answer for a check", () => drop(`${LAB}/wrong/answers--another-knot`), `${YAML}:13: no wrong answer shows that the check answers can fail. Add a folder wrong/answers--`],
    ["a wrong answer named after no check", () => put(`${LAB}/wrong/answer--x/knot.txt`, "x"), `${LAB}/wrong/answer--x:1: wrong/answer--x is named after no check. Did you mean answers--`],
    ["no solution", () => drop(`${LAB}/solution`), `${YAML}:1: there is no solution/`],
    ["no lab.yaml", () => drop(YAML), `${YAML}:1: this lab has no lab.yaml`],
    ["no lesson.mdx", () => drop(TIE), `${TIE}:1: this lesson has no lesson.mdx`],
    ["no course.yaml", () => drop("knots/course.yaml"), "knots/course.yaml:1: this course has no course.yaml"],
    ["a folder that is no lesson", () => put("knots/3-Tie/lesson.mdx", ""), "knots/3-Tie:1: 3-Tie is no lesson"],
    ["a lesson with the name of a page", () => rename(join(content, "knots/01-tie"), join(content, "knots/01-search")), "knots/01-search/lesson.mdx:1: a lesson cannot be called search"],
    ["a translation that nobody is shown", () => cp(join(content, TIE), join(content, "knots/01-tie/lesson.fr.mdx")), 'knots/01-tie/lesson.fr.mdx:1: nobody is shown a lesson in "fr"'],
    ["two lessons of one number", () => put("knots/02-untie/lesson.mdx", ""), "knots/02-untie:1: two lessons have the number 2"],
    ["a folder that nothing looks at", () => put(`${LAB}/solutions/x`, ""), `${LAB}/solutions:1: nothing looks at solutions. Did you mean solution/?`],
    ["a link among the files", () => symlink("/etc/passwd", join(content, LAB, "starter/p")), `${LAB}/starter/p:1: only regular files are taken`],
  ])("%s", async (_name, spoil, told) => {
    await spoil();
    expect(await lint()).toEqual(expect.arrayContaining([expect.stringContaining(told) as string]));
  });
});

describe("a lab that differs from student to student", () => {
  const variants = "variants:\n  knot_name: { values: [bowline, reef] }\nchecks:";

  it("may have its placeholders in lab.yaml and in files", async () => {
    await change(YAML, "checks:", variants);
    await change(YAML, "knot: bowline", 'knot: "{{knot_name}}"');
    await put(`${LAB}/starter/knot.txt`, "{{knot_name}}\n");
    expect(await lint()).toEqual([]);
  });

  it("is told of a placeholder that names nothing", async () => {
    await change(YAML, "checks:", variants);
    await put(`${LAB}/solution/knot.txt`, "\n{{knot_nam}}\n");
    await change(YAML, "title: It names", "title: It names {{other}} of");
    expect(await lint()).toEqual([
      `${YAML}:17: {{other}} stands for nothing. "variants" has: knot_name.`,
      `${LAB}/solution/knot.txt:2: {{knot_nam}} stands for nothing. Did you mean {{knot_name}}?`,
    ]);
  });
});

describe("a lab in the terminal", () => {
  const yaml = (expectation: string) =>
    `title: Do it by hand\nsummary: One container that runs.\nminutes: 5\nopen: knot.txt\neditable: [knot.txt]\nchecks:\n  - id: runs\n    kind: seat-state\n    title: It runs\n    points: 10\n    expect:\n      - ${expectation}\n`;

  it("asks for the steps of its solution", async () => {
    await put(YAML, yaml("{ what: container, name: knot }"));
    expect(await lint()).toEqual(
      expect.arrayContaining([
        `${YAML}:7: solution/ has no steps.sh, so nobody knows that this check can be passed. Write what a student types in the terminal into solution/steps.sh.`,
      ]),
    );
  });

  it("may not ask for what every seat has from the start", async () => {
    await put(YAML, yaml("{ what: container, name: knot, is: gone }"));
    expect(await lint()).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`${YAML}:11: a seat in which nothing was done passes this check`) as string,
      ]),
    );
  });

  it("knows the kinds of things that can be expected", async () => {
    await put(YAML, yaml("{ what: contianer, name: knot }"));
    expect(await lint()).toEqual(
      expect.arrayContaining([
        expect.stringContaining(
          `${YAML}:12: checks.0.expect.0.what: there is no "contianer". Did you mean container? There is: image, container, `,
        ) as string,
      ]),
    );
  });
});

it("all of them are told at once, in the order of files and lines", async () => {
  await change(TIE, "minutes: 5", "minutes: soon");
  await change(TIE, "Take a", "![](/nowhere.png)");
  await change(TIE, "Option right", "Option");
  await change(SERVE, "lab: knot-server", "lab: other");
  await change(YAML, "kind: answers", "kind: answer");
  await drop(`${LAB}/wrong/describes--no-port`);
  const told = await lintContent(content, { publicDir });
  expect(told.map(({ file, line }) => `${file}:${line}`)).toEqual([
    `${TIE}:4`,
    `${TIE}:10`,
    `${TIE}:10`,
    `${TIE}:18`,
    `${YAML}:1`,
    `${YAML}:14`,
    `${YAML}:21`,
    `${SERVE}:10`,
  ]);
});

it("one lesson can be asked for alone", async () => {
  await change(TIE, "Option right", "Option");
  await change(SERVE, "minutes: 10", "minutes: x");
  const told = await lintContent(content, { publicDir, course: "knots", lesson: "serve" });
  expect(told.map(({ file, line }) => `${file}:${line}`)).toEqual([`${SERVE}:4`]);
});
