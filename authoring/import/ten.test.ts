import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Lab } from "../../core/lab/schema.ts";
import { loadCourseLabs } from "../../server/tools.ts";
import { type ImportedLesson, importLessons } from "./import-lesson.ts";

const fixtures = fileURLToPath(new URL("../../e2e/fixtures", import.meta.url));
let content = "";
let lessons: readonly ImportedLesson[] = [];
const labs = new Map<string, Lab>();
const source = () => join(content, "sources");
const bring = () => importLessons({ source: source(), contentDir: content, course: "knots" });

beforeAll(async () => {
  content = await mkdtemp(join(tmpdir(), "drydock-ten-"));
  await cp(join(fixtures, "content"), content, { recursive: true });
  await cp(join(fixtures, "import/ten"), source(), { recursive: true });
  lessons = await bring();
  for (const { id, lab } of await loadCourseLabs(content, "knots")) labs.set(id.split("/").at(-1) ?? "", lab);
});
afterAll(() => rm(content, { recursive: true }));

const textOf = async (name: string) => {
  const lesson = lessons.find(({ labId }) => labId.endsWith(`/${name}`));
  return await readFile(join(lesson?.directory ?? "", "lesson.mdx"), "utf8");
};
const reportOf = (name: string) => lessons.find(({ labId }) => labId.endsWith(`/${name}`))?.report ?? "";

describe("a course of ten scenarios, in one command", () => {
  it("comes in the order of its structure, each with a lab, and nothing from beside it", () => {
    expect(lessons.map(({ directory }) => directory.split("/").at(-1))).toEqual([
      "03-1-lone-commands",
      "04-2-inverted",
      "05-3-replaced",
      "06-4-exit-code",
      "07-5-odd-html",
      "08-6-ports",
      "09-7-challenge",
      "10-8-guessed",
      "11-9-composed",
      "12-10-only-text",
    ]);
    expect(lessons.flatMap(({ problems }) => problems)).toEqual([]);
    expect([...labs.keys()]).toHaveLength(11);
  });

  it.each<[string, number, object[][], string[]]>([
    [
      "1-lone-commands",
      3,
      [
        [
          { what: "volume", name: "pantry" },
          { what: "network", name: "kitchen" },
        ],
      ],
      [],
    ],
    [
      "2-inverted",
      1,
      [
        [
          { what: "volume", name: "keep", is: "there" },
          { what: "volume", name: "waste", is: "gone" },
        ],
      ],
      [],
    ],
    ["3-replaced", 2, [[{ what: "file", path: "note.txt", contains: "second" }]], ["Write"]],
    ["4-exit-code", 1, [[{ what: "volume", name: "crate" }]], ["Look with your own eyes"]],
    [
      "5-odd-html",
      2,
      [
        [
          { what: "volume", name: "hidden" },
          { what: "file", path: "app/hello.txt" },
        ],
      ],
      [],
    ],
    ["6-ports", 2, [[{ what: "port", port: 8081, status: 200 }]], []],
    ["7-challenge", 1, [[{ what: "network", name: "quay" }]], ["Blank lines"]],
    [
      "8-guessed",
      5,
      [
        [{ what: "image", name: "greeter:v1" }],
        [
          { what: "container", name: "greeter" },
          { what: "port", port: 8082 },
        ],
      ],
      [],
    ],
    [
      "9-composed",
      2,
      [
        [
          { what: "container", name: "9-composed-page-1" },
          { what: "port", port: 8083 },
        ],
        [{ what: "container", name: "9-composed-sleeper-1" }],
      ],
      [],
    ],
    ["10-only-text", 0, [], ["Read"]],
  ])("%s has its buttons, its checks and its steps", async (name, buttons, checks, steps) => {
    const lab = labs.get(name);
    const text = await textOf(name);
    expect(text.match(/^\s*`{3,}\S+ (?:run|file=)/gm)?.length ?? 0).toBe(buttons);
    const expected = lab?.checks.map((check) => (check.kind === "seat-state" ? check.expect : []));
    expect(expected).toHaveLength(checks.length);
    for (const wanted of checks) {
      expect(expected).toContainEqual(
        expect.arrayContaining(wanted.map((one) => expect.objectContaining(one) as unknown)),
      );
    }
    expect(lab?.steps.map(({ title }) => title)).toEqual(steps);
  });

  it("what cannot be carried over is told with its place", () => {
    expect(reportOf("3-replaced")).toContain('`Write`: not checked: file note.txt with "first"');
    expect(reportOf("4-exit-code")).toContain("`verify2.sh:2`: not checked: test -n");
    expect(reportOf("6-ports")).toContain("`step1.md:5`: a link to port 8081");
    expect(reportOf("7-challenge")).toContain("nothing here makes network quay");
    expect(reportOf("7-challenge")).toContain("a mermaid diagram");
  });

  it("odd HTML, blank lines and interrupts come out whole", async () => {
    const odd = await textOf("5-odd-html");
    expect(odd).toContain("  Hello <you>\n\n  and {you}");
    expect(odd).toContain("![The plan](pictures/plan.svg) and \\<port>");
    const challenge = await textOf("7-challenge");
    expect(challenge).toContain("    pass\n\n\ndef b():");
    expect(challenge).toContain("```bash run interrupt\nsleep 1000");
    expect(await textOf("8-guessed")).toContain('echo "Hello ${nick}" > hello.txt');
  });

  it("base images stand in course.yaml", async () => {
    expect(await readFile(join(content, "knots/course.yaml"), "utf8")).toContain("python:3.11-slim");
  });
});

it("a second import keeps what the author and what the source have changed", async () => {
  const [first, second] = lessons;
  if (first === undefined || second === undefined) throw new Error("nothing was imported");
  const edited = join(first.directory, "lesson.mdx");
  await writeFile(edited, `${await readFile(edited, "utf8")}\nMy own words.\n`);
  await rm(join(second.directory, "labs/2-inverted/starter/notes.md"));
  const changed = join(source(), "1-lone-commands/step1.md");
  await writeFile(changed, `${await readFile(changed, "utf8")}\nA new sentence of the source.\n`);
  const other = join(source(), "3-replaced/step1.md");
  await writeFile(other, `${await readFile(other, "utf8")}\nAnother sentence.\n`);
  const again = await bring();
  expect(again.map(({ directory }) => directory)).toEqual(lessons.map(({ directory }) => directory));
  expect(await readFile(edited, "utf8")).toContain("My own words.");
  expect(await readFile(join(first.directory, ".import/new/lesson.mdx"), "utf8")).toContain(
    "A new sentence of the source.",
  );
  expect(again[0]?.report).toContain("`lesson.mdx`: you and the source have both changed it");
  expect(await textOf("3-replaced")).toContain("Another sentence.");
  expect(again[1]?.report).toContain("you have deleted it");
  expect(await readdir(join(second.directory, "labs/2-inverted/starter"))).toEqual([]);
});

it("a hostile folder is read within bounds, and nothing from outside comes in", async () => {
  const folder = join(content, "hostile");
  await mkdir(join(folder, "assets"), { recursive: true });
  await writeFile(join(content, "secret.txt"), "not for anybody");
  await symlink(join(content, "secret.txt"), join(folder, "assets/link.txt"));
  await symlink("/", join(folder, "assets/root"));
  await symlink(join(content, "secret.txt"), join(folder, "out.md"));
  await writeFile(join(folder, "assets/nul.bin"), "a\0b");
  await writeFile(join(folder, "assets/latin.txt"), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c]));
  await mkdir(join(folder, "assets", ...Array.from({ length: 30 }, () => "deep")), { recursive: true });
  const pieces = [
    "> ",
    "*a ",
    "<details>",
    "[",
    "`",
    "<b ",
    "- ",
    "{{exec}}",
    "<!--",
    "![",
    "<pre>",
    "|a",
    ":::",
  ];
  await Promise.all(pieces.map((piece, at) => writeFile(join(folder, `${at}.md`), piece.repeat(2000))));
  const steps = [
    ...pieces.map((_piece, at) => ({ title: `Piece ${at}`, text: `${at}.md` })),
    { text: "out.md" },
  ];
  const verify = "if ".repeat(3000);
  await writeFile(join(folder, "v.sh"), verify);
  const details = {
    steps: [{ title: "V", text: "0.md", verify: "v.sh" }, ...steps],
    assets: {
      host01: [
        { file: "*", target: "/root" },
        { file: "../../secret.txt", target: "/root" },
      ],
    },
  };
  await writeFile(join(folder, "index.json"), JSON.stringify({ title: "Hostile", details }));
  const [made] = await importLessons({ source: folder, contentDir: content, course: "knots" });
  const files = await readdir(made?.directory ?? "", { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")),
  );
  expect(texts.join()).not.toContain("not for anybody");
  expect(made?.report).toContain("there is no file out.md");
  expect(made?.report).toContain("no proper shell");
}, 120_000);
