import { mkdir,mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderLesson } from "../../app/[course]/[lesson]/render-lesson.ts";
import { writeTestContent } from "../../testing/test-site.ts";
import type { Site } from "../site.ts";
import { provideSite } from "../site.ts";
import { getLesson } from "./get-lesson.ts";
import { listCourses, readCourseOutline } from "./list-courses.ts";
import { listLessonLabs } from "./list-lesson-labs.ts";
import { loadCourseLabs } from "./load-course-labs.ts";
import { loadLab } from "./load-lab.ts";
import { readAnswer } from "./read-answer.ts";
import { readFolder } from "./read-folder.ts";
import { searchCourse } from "./search-course.ts";

let root = "";
const content = () => join(root, "content");
const lesson = (slug: string, course = "demo") => getLesson(content(), join(root, "cache"), course, slug);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "drydock-content-"));
  await writeTestContent(content());
});
afterEach(async () => {
  provideSite(undefined);
  await rm(root, { recursive: true, force: true });
});

describe("courses", () => {
  it("have their lessons in the order of their numbers, which are no part of the slug", async () => {
    expect(await listCourses(content())).toMatchObject([{ slug: "demo", lessons: 2, minutes: 15 }]);
    const outline = await readCourseOutline(content(), "demo", new Map());
    expect(outline?.outline.map(({ slug, number, labs }) => [slug, number, labs.map(({ id }) => id)])).toEqual([
      ["first", 1, ["demo/first/one"]],
      ["second", 2, []],
    ]);
  });

  it.each(["nope", "..", ".", "demo/01-first", "", "DEMO"])("%j is not one", async (slug) => {
    expect(await readCourseOutline(content(), slug, new Map())).toBeNull();
  });
});

describe("a lesson", () => {
  it("has its headings, neighbours and lab, and renders with coloured code and our components", async () => {
    const first = await lesson("first");
    expect(first?.headings).toEqual([
      { depth: 2, id: "one-thing", text: "One thing" },
      { depth: 3, id: "one-thing-2", text: "One thing" },
    ]);
    expect(first).toMatchObject({ previous: null, next: { slug: "second", number: 2 }, labIds: ["demo/first/one"] });
    provideSite({ courses: { getLesson: (_course: string, slug: string) => lesson(slug) } } as unknown as Site);
    const rendered = await renderLesson("demo", "first");
    if (rendered === null) throw new Error("there is no lesson");
    const em = ({ children }: { children: string }) => createElement("b", null, children);
    const html = renderToStaticMarkup(createElement(rendered.Content, { components: { em } }));
    expect(html).toContain('<h2 id="one-thing">One <b>thing</b></h2>');
    expect(html).toContain('<pre data-language="dockerfile" data-title="Dockerfile">');
    expect(html).toContain('<span class="token keyword">FROM</span>');
  });

  it("has its recap set apart, up to the next section", async () => {
    await writeTestContent(content(), {
      "demo/02-second/lesson.mdx":
        "---\ntitle: Second lesson\nsummary: A lesson without a lab.\nminutes: 5\nobjectives: [x]\nfacts: none\n---\n\n## Recap\n\n- Keep it.\n\n### More\n\n## Sources\n",
    });
    provideSite({ courses: { getLesson: (_course: string, slug: string) => lesson(slug) } } as unknown as Site);
    const rendered = await renderLesson("demo", "second");
    if (rendered === null) throw new Error("there is no lesson");
    const html = renderToStaticMarkup(createElement(rendered.Content)).replaceAll("\n", "");
    expect(html).toBe(
      '<section data-recap="" aria-labelledby="recap"><h2 id="recap">Recap</h2><ul><li>Keep it.</li></ul><h3 id="more">More</h3></section><h2 id="sources">Sources</h2>',
    );
  });

  it("that changes is compiled anew, one that does not comes from the cache", async () => {
    const before = await lesson("second");
    expect(await lesson("second")).toEqual(before);
    await writeTestContent(content(), {
      "demo/02-second/lesson.mdx":
        "---\ntitle: Second lesson\nsummary: A lesson without a lab.\nminutes: 5\nobjectives: [x]\nfacts: none\n---\n\n## New\n",
    });
    expect((await lesson("second"))?.headings).toEqual([{ depth: 2, id: "new", text: "New" }]);
  });

  it("may have several labs, in the order of its front matter", async () => {
    const lab = (name: string) => `demo/01-first/labs/${name}/lab.yaml`;
    const yaml = (title: string) =>
      `title: ${title}\nsummary: Make the thing go.\nminutes: 5\nimage: demo/one:latest\nopen: Dockerfile\neditable: [Dockerfile]\nchecks:\n  - { kind: non-root, id: non-root, title: Not root, points: 10 }\n`;
    const front = (labs: string) =>
      `---\ntitle: First lesson\nsummary: A lesson with labs.\nminutes: 5\nobjectives: [x]\nfacts: none\n${labs}\n---\n`;
    await writeTestContent(content(), {
      [lab("two")]: yaml("Second lab"),
      "demo/01-first/labs/two/starter/Dockerfile": "FROM scratch\n",
      "demo/01-first/lesson.mdx": front("labs: [two, one]"),
    });
    expect((await lesson("first"))?.labIds).toEqual(["demo/first/two", "demo/first/one"]);
    const reached = { lab: "demo/first/one", bestScore: 3, maxScore: 10, attempts: 1, checks: [], updatedAt: 0 };
    const outline = await readCourseOutline(content(), "demo", new Map([[reached.lab, reached]]));
    const labs = outline?.outline[0]?.labs ?? [];
    expect(await listLessonLabs(labs, (id) => loadLab(content(), id))).toEqual([
      { id: "demo/first/two", title: "Second lab", progress: null, solution: null, steps: null },
      { id: "demo/first/one", title: "One lab", progress: reached, solution: null, steps: null },
    ]);

    const mistakes: readonly (readonly [string, string])[] = [
      ["lab: one\nlabs: [two]", ":8: labs: give either lab, for a single one, or labs"],
      ["labs: [one, two, one]", ":7: labs.2: the lab one is named twice"],
      ["labs: [../one]", ":7: labs.0: "],
      ["labs: []", ":7: labs: "],
    ];
    for (const [given, told] of mistakes) {
      await writeTestContent(content(), { "demo/01-first/lesson.mdx": front(given) });
      await expect(lesson("first")).rejects.toThrow(`lesson.mdx${told}`);
    }
  });

  it.each(["nope", "01-first", "..", "first/../second", "first%2f"])("%j is not one", async (slug) => {
    expect(await lesson(slug)).toBeNull();
  });

  it("with a mistake names file, line and field", async () => {
    const file = join(content(), "demo/02-second/lesson.mdx");
    await writeFile(file, "---\ntitle: X lesson\nsummary: A lesson without.\nminutes: soon\nobjektives: []\nfacts: n\n---\n");
    const failing = lesson("second");
    await expect(failing).rejects.toThrow(`${file}:4: minutes: `);
    await expect(failing).rejects.toThrow(`${file}:5: objektives: unknown field`);
    await writeFile(file, "no front matter");
    await expect(lesson("second")).rejects.toThrow(`${file}:1: the file must begin with front matter`);
  });

  it("whose MDX does not compile names its file", async () => {
    const text =
      "---\ntitle: Second lesson\nsummary: A lesson without a lab.\nminutes: 5\nobjectives: [x]\nfacts: none\n---\n\n<Unclosed>\n";
    await writeFile(join(content(), "demo/02-second/lesson.mdx"), text);
    await expect(lesson("second")).rejects.toMatchObject({
      code: "INTERNAL",
      message: expect.stringContaining("02-second/lesson.mdx") as string,
    });
  });
});

describe("a translated lesson", () => {
  const quiz = (...options: string[]) => `<Quiz id="one" question="Which?">\n${options.join("\n")}\n</Quiz>\n`;
  const right = '<Option right why="It is.">yes</Option>';
  const wrong = '<Option why="It is not.">no</Option>';
  const head = (title: string) =>
    `---\ntitle: ${title}\nsummary: Eine Lektion ohne Labor.\nminutes: 5\nobjectives: [x]\nfacts: none\n---\n\n`;
  const write = (original: string, translated: string) =>
    writeTestContent(content(), {
      "demo/02-second/lesson.mdx": `${head("Second lesson")}${original}`,
      "demo/02-second/lesson.de.mdx": `${head("Zweite Lektion")}${translated}`,
    });
  const german = (slug: string) => getLesson(content(), join(root, "cache"), "demo", slug, "de");

  it("is shown to whoever reads its language, and the original to everybody else", async () => {
    await write(`## Body\n\n${quiz(right, wrong)}`, `## Inhalt\n\n${quiz(right, wrong)}`);
    expect(await german("second")).toMatchObject({ language: "de", headings: [{ id: "inhalt" }] });
    expect(await lesson("second")).toMatchObject({ language: "en", headings: [{ id: "body" }] });
    expect(await german("first")).toMatchObject({ language: "en", next: { title: "Zweite Lektion" } });
    const outline = await readCourseOutline(content(), "demo", new Map(), new Map(), new Map(), "de");
    expect(outline?.outline.map(({ title, language }) => [title, language])).toEqual([
      ["First lesson", "en"],
      ["Zweite Lektion", "de"],
    ]);
  });

  it("has the questions of the original in the same order, because answers are kept by their place", async () => {
    await write(quiz(right, wrong), quiz(wrong, right));
    await expect(german("second")).rejects.toThrow(/lesson\.de\.mdx:1: .*one \(1 of 2\); here: one \(2 of 2\)/);
    expect(await lesson("second")).not.toBeNull();
  });
});

describe("the search", () => {
  const find = (query: string, course = "demo") =>
    searchCourse(content(), join(root, "cache"), course, { query, language: null, limit: 10 });
  const front = "---\ntitle: Second lesson\nsummary: A lesson without a lab.\nminutes: 5\nobjectives: [x]\nfacts: none\n---\n\n";
  const write = (body: string) =>
    writeTestContent(content(), { "demo/02-second/lesson.mdx": `${front}${body}` });

  it("finds headings, prose, code, questions and the words of pictures, by the section they stand in", async () => {
    await write(
      'Intro zebra.\n\n## Weights\n\nA *heavy* layer.\n\n```bash\ndocker history --no-trunc\n```\n\n### Deeper\n\n<Quiz id="q" question="Which walrus?">\n<Option right why="Secret.">gnu</Option>\n<Option why="No.">yak</Option>\n</Quiz>\n\n<Requirement n={3} title="Under budget">\n\nok\n\n</Requirement>\n\n<LayerStack caption="A stack" layers={[{ name: "COPY penguin", kind: "own" }]} />\n\n## Recap\n\nDone.\n',
    );
    const places = async (query: string) =>
      (await find(query))?.map(({ section }) => `${section.lesson.slug}#${section.anchor ?? ""}`);
    expect(await places("zebra")).toEqual(["second#"]);
    expect(await places("heavy")).toEqual(["second#weights"]);
    expect(await places("docker history --no-tr")).toEqual(["second#weights"]);
    expect(await places("walrus gnu")).toEqual(["second#deeper"]);
    expect(await places("under budget")).toEqual(["second#requirement-3"]);
    expect(await places("penguin")).toEqual(["second#requirement-3"]);
    // Explanations would give the answer away, and what chooses a colour is no text.
    expect(await places("secret")).toEqual([]);
    expect(await places("own")).toEqual([]);
    expect(await places("done")).toEqual(["second#recap"]);
  });

  it("knows a lesson that has changed, does without one that has a mistake, and no course of another name", async () => {
    await write("Before.\n");
    expect(await find("before")).toHaveLength(1);
    await write("Afterwards.\n");
    expect(await find("before")).toEqual([]);
    expect(await find("afterwards")).toHaveLength(1);
    await write("<Unclosed>\n");
    expect(await find("one thing")).not.toEqual([]);
    expect(await find("x", "nope")).toBeNull();
  });
});

/** A lab with variants. Its checks begin in line 12. */
const varied = (checks: string, uid = "  uid: { title: User id, from: 2000, to: 9999 }\n") => ({
  "demo/01-first/labs/one/lab.yaml": `title: One lab\nsummary: Make the thing go.\nminutes: 5\nimage: demo/one:latest\nopen: Dockerfile\neditable: [Dockerfile]\nvariants:\n${uid}  word: { values: [barolo, soave] }\n\nchecks:\n${checks}`,
  "demo/01-first/labs/one/starter/note.txt": "uid {{uid}} {{.State}}\n",
});

describe("a lab", () => {
  const yaml = () => join(content(), "demo/01-first/labs/one/lab.yaml");

  it("is loaded with its starter", async () => {
    const { lab, starter } = await loadLab(content(), "demo/first/one");
    expect(lab).toMatchObject({ title: "One lab", port: 8000, requests: [] });
    expect(starter.map((file) => file.path)).toEqual(["Dockerfile", "app.py"]);
    expect((await loadCourseLabs(content())).map((loaded) => loaded.id)).toEqual(["demo/first/one"]);
  });

  it.each(["demo/first/nope", "demo/first", "demo/first/../..", "a/b/c", "demo/first/one/more", "//", "x".repeat(9999)])(
    "%j is not one",
    async (id) => {
      await expect(loadLab(content(), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    },
  );

  it("with mistakes names file, line and field of each", async () => {
    await writeFile(
      yaml(),
      'title: One lab\nsummary: Make the thing go.\nminutes: 5\nimage: demo/one:latest\nport: "x"\nopen: Dockerfile\neditable: [Dockerfile]\nchecks:\n  - kind: non-root\n    id: non-root\n    title: Not root\n    points: -1\n    pionts: 3\n',
    );
    const failing = loadLab(content(), "demo/first/one");
    await expect(failing).rejects.toThrow(`${yaml()}:5: port: `);
    await expect(failing).rejects.toThrow(`${yaml()}:12: checks.0.points: `);
    await expect(failing).rejects.toThrow(`${yaml()}:13: checks.0.pionts: unknown field`);
  });

  it("that is no YAML names the line", async () => {
    await writeFile(yaml(), "title: [unclosed\nsummary: x\n");
    await expect(loadLab(content(), "demo/first/one")).rejects.toThrow(/lab\.yaml:[123]: /);
  });

  it("with variants is another one for another seed, in its checks and its files", async () => {
    await writeTestContent(content(), {
      ...varied("  - kind: non-root\n    id: non-root\n    title: Uid {{uid}}\n    points: 10\n    uid: \"{{uid}}\"\n"),
      "demo/01-first/labs/one/solution/Dockerfile": "FROM scratch\nUSER {{uid}}\n",
    });
    const ada = await loadLab(content(), "demo/first/one", "ada");
    const uid = ada.variant["uid"];
    expect(uid).toBeGreaterThanOrEqual(2000);
    expect(ada.lab.checks[0]).toMatchObject({ title: `Uid ${String(uid)}`, uid });
    expect(ada.starter.find(({ path }) => path === "note.txt")?.content).toBe(`uid ${String(uid)} {{.State}}\n`);
    expect(await readAnswer(ada, "solution")).toEqual([
      { path: "Dockerfile", content: `FROM scratch\nUSER ${String(uid)}\n` },
    ]);
    expect(await loadLab(content(), "demo/first/one", "ada")).toEqual(ada);
    const bob = await loadLab(content(), "demo/first/one", "bob");
    expect(bob.variant["uid"]).not.toBe(uid);
    expect((await loadCourseLabs(content(), "demo", "bob"))[0]?.variant).toEqual(bob.variant);
  });

  it("with a mistake in its variants names file and line", async () => {
    const load = () => loadLab(content(), "demo/first/one");
    const check = "  - kind: non-root\n    id: non-root\n    title: Not root\n    points: 10\n    uid: ";
    await writeTestContent(content(), varied(`${check}"{{udi}}"\n`));
    await expect(load()).rejects.toThrow(`${yaml()}:16: {{udi}} is none of the lab's variants, which are uid, word`);
    await writeTestContent(content(), varied(`${check}{{uid}}\n`));
    await expect(load()).rejects.toThrow(`${yaml()}:16: to YAML, {{uid}} is a map`);
    // What the schema says holds for what is drawn.
    await writeTestContent(content(), varied(`${check}"{{word}}"\n`));
    await expect(load()).rejects.toThrow(`${yaml()}:16: checks.0.uid: `);
    await writeTestContent(content(), varied(`${check}5\n`, "  uid: { from: 9, to: 3 }\n"));
    await expect(load()).rejects.toThrow(`${yaml()}:8: variants.uid.to: must be larger than from`);
    await writeTestContent(content(), {
      ...varied(`${check}5\n`),
      "demo/01-first/labs/one/starter/note.txt": "one\n{{uid}}\n{{port}}\n",
    });
    const note = join(content(), "demo/01-first/labs/one/starter/note.txt");
    await expect(load()).rejects.toThrow(`${note}:3: {{port}} is none of`);
  });

  it("without variants has braces that are text", async () => {
    await writeTestContent(content(), { "demo/01-first/labs/one/starter/app.py": "'{{port}}'\n" });
    const { starter, variant } = await loadLab(content(), "demo/first/one");
    expect([starter[1]?.content, variant]).toEqual(["'{{port}}'\n", {}]);
  });

  it("that opens a file which the starter lacks is a mistake", async () => {
    await rm(join(content(), "demo/01-first/labs/one/starter/Dockerfile"));
    await expect(loadLab(content(), "demo/first/one")).rejects.toThrow("open: starter/ has no file Dockerfile");
  });
});

describe("a folder", () => {
  const limits = { fileBytes: 100, totalBytes: 150, files: 3 };
  const folder = () => join(root, "folder");
  beforeEach(() => mkdir(folder()));

  it("gives its files, hidden and nested ones too", async () => {
    await mkdir(join(folder(), "a/b"), { recursive: true });
    await writeFile(join(folder(), "a/b/c.txt"), "é\r\n");
    await writeFile(join(folder(), ".dockerignore"), "");
    expect(await readFolder(folder(), limits)).toEqual([
      { path: ".dockerignore", content: "" },
      { path: "a/b/c.txt", content: "é\r\n" },
    ]);
    expect(await readFolder(join(root, "none"), limits)).toEqual([]);
  });

  it("with a link, with binary content, or too large is refused by name", async () => {
    const put = async (name: string, bytes: string | Buffer) => {
      await rm(folder(), { recursive: true });
      await mkdir(folder());
      await writeFile(join(folder(), name), bytes);
      return readFolder(folder(), limits);
    };
    await expect(put("bin", Buffer.from([0xff, 0xfe]))).rejects.toThrow("bin: not UTF-8 text");
    await expect(put("nul", "a\0b")).rejects.toThrow("nul: contains a NUL");
    await expect(put("big", "x".repeat(101))).rejects.toMatchObject({ code: "TOO_LARGE" });
    await put("one", "x".repeat(100));
    await writeFile(join(folder(), "two"), "x".repeat(100));
    await expect(readFolder(folder(), limits)).rejects.toMatchObject({ code: "TOO_LARGE" });
    await put("real", "x");
    await symlink("/etc/passwd", join(folder(), "link"));
    await expect(readFolder(folder(), limits)).rejects.toThrow("link: only regular files");
  });
});
