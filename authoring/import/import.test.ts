import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lintContent, loadCourseLabs } from "../../server/tools.ts";
import { listCases } from "../check/lab-cases.ts";
import { convertLabspaceFence } from "./convert-fence.ts";
import { convertSection } from "./convert-markdown.ts";
import { importLessons } from "./import-lesson.ts";
import { mapVerify } from "./map-verify.ts";

const fixtures = fileURLToPath(new URL("../../e2e/fixtures", import.meta.url));
let content = "";
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), "drydock-import-"));
  await cp(join(fixtures, "content"), content, { recursive: true });
});
afterEach(() => rm(content, { recursive: true }));

const bring = async (name: string) => {
  const [lesson] = await importLessons({
    source: join(fixtures, "import", name),
    contentDir: content,
    course: "knots",
  });
  if (lesson === undefined) throw new Error("nothing was imported");
  return lesson;
};
const read = (file: string) => readFile(join(content, "knots", file), "utf8");

async function onlyLab() {
  const labs = await loadCourseLabs(content);
  const lab = labs.find(({ id }) => !id.includes("knot-server"));
  if (lab === undefined) throw new Error("there is no lab");
  return lab;
}

describe("a Docker Labspace", () => {
  it("becomes a lesson without mistakes", async () => {
    const { directory, problems } = await bring("quote-space");
    expect(problems).toEqual([]);
    expect(directory).toBe(join(content, "knots/03-quote-space"));
    expect(await lintContent(content, {})).toEqual([]);
  });

  it("keeps its text, its commands and its files", async () => {
    await bring("quote-space");
    const text = await read("03-quote-space/lesson.mdx");
    expect(text).toContain('title: "Quotes: a first image"');
    expect(text).toContain('It holds \\<3 quotes and a dict \\{"a": 1}.');
    expect(text).toContain("[reference](https://docs.docker.com/reference/)");
    expect(text).toContain("[https://example.org/a](https://example.org/a)");
    expect(text).toContain('<Note kind="info" title="Note">');
    expect(text).toContain('   <Note kind="careful" title="Warning">');
    expect(text).toContain("   ```dockerfile file=Dockerfile\n   FROM python:3.11-slim");
    expect(text).toContain("   ```bash run\n   docker build -t quotes:v1 .");
    expect(text).toMatch(/\| `-p \{host\}` \| publish a \\<port> *\|/);
    expect(text).toContain("```bash run\nread -rp 'What is your user name? ' username");
    expect(text).toContain("```bash run\ndocker tag quotes:v1 ${username}/quotes");
    expect(text).toContain("Open the app (`http://localhost:5050`)");
    expect(text).toContain('<Note kind="info" title="If username is me">');
    expect(text).not.toContain("nobody sees");
    expect(text.match(/^##+ .*/gm)).toEqual([
      "## Welcome 👋",
      "### Setext heading",
      "## Build & run",
      "### The recipe",
      "#### What \\{next}?",
    ]);
    const lab = await onlyLab();
    expect(lab.starter.map(({ path }) => path)).toEqual(["Dockerfile", "src/app.py"]);
  });

  it("brings its pictures, each once", async () => {
    await bring("quote-space");
    const text = await read("03-quote-space/lesson.mdx");
    expect(text).toContain("![Two quotes](pictures/quotes.svg) and ![again](pictures/quotes.svg)");
    expect(await readdir(join(content, "knots/03-quote-space/pictures"))).toEqual(["quotes.svg"]);
    expect(await read("03-quote-space/pictures/quotes.svg")).toBe(
      await readFile(join(fixtures, "import/quote-space/labspace/images/quotes.svg"), "utf8"),
    );
  });

  it("gets checks of what its commands leave behind, each with a wrong answer", async () => {
    await bring("quote-space");
    const lab = await onlyLab();
    expect(lab.lab.checks).toMatchObject([
      { kind: "seat-state", expect: [{ what: "image", name: "quotes:v1" }] },
      { kind: "seat-state", expect: [{ what: "container", name: "quotes", is: "running" }] },
    ]);
    const cases = await listCases(lab);
    expect(cases.map(({ name }) => name)).toEqual([
      "starter",
      "solution",
      "wrong/the-container-quotes-runs--undone",
      "wrong/there-is-an-image-quotes-v1--undone",
    ]);
    const steps = cases[1]?.steps ?? "";
    expect(steps).toContain("cat > 'Dockerfile' <<'END_OF_FILE'\nFROM python:3.11-slim\n");
    expect(steps).toContain("docker run -d -p 5050:5050 --name quotes quotes:v1");
    expect(steps).not.toContain("CONTAINER ID");
    expect(cases[3]?.steps).toMatch(/docker image rm --force quotes:v1\n$/);
  });

  it("says what did not carry over", async () => {
    const { report } = await bring("quote-space");
    for (const words of [
      "`labspace/labspace.yaml`: the section Not written yet: there is no file 03-missing.md",
      "the service Quotes at http://localhost:5050",
      '`01-welcome.md:8`: the picture "The app in a browser" at ./images/app.png',
      "a link to ./02-build.md",
      "::variableDefinition of username",
      "highlight=2-3",
      ":::conditionalDisplay (username is me)",
      "`logo.png`: left out: no regular file of text",
      "`.labspace/compose.override.yaml`: the workspace's image",
      "the lab's checks are guessed",
    ])
      expect(report).toContain(words);
    expect(await read("03-quote-space/IMPORT.md")).toBe(report);
  });
});

it("what means something else in MDX means itself", () => {
  const markdown = [
    "---",
    "title: not shown",
    "---",
    "export PATH, and \\{this} <that> in a `<pre>{x}</pre>`:",
    "> ```html",
    "> <b>{quoted}</b>",
    "> ```",
    "",
    "> [!TIP]",
    "> Try:",
    "> ```bash",
    "> echo ${HOME} <in",
    "> ```",
    "",
    "```html",
    "<!-- kept -->",
    "```",
    "<!-- gone -->",
  ].join("\n");
  const { mdx, fences } = convertSection(
    { title: "A", markdown, file: "a.md", folders: [], isStep: true, verify: null },
    convertLabspaceFence,
    { hasLab: true },
  );
  expect(mdx).not.toContain("not shown");
  expect(mdx).toContain("&#x65;xport PATH, and \\{this} \\<that> in a `<pre>{x}</pre>`:");
  expect(mdx).toContain("> <b>{quoted}</b>");
  expect(mdx).toContain(
    '<Note kind="info" title="Tip">\n  Try:\n\n  ```bash run\n  echo ${HOME} <in\n  ```\n</Note>',
  );
  expect(mdx).toContain("<!-- kept -->");
  expect(mdx).not.toContain("gone");
  expect(fences.map(({ run }) => run)).toEqual([false, true, false]);
});

describe("a Killercoda scenario", () => {
  it("becomes a lesson without mistakes", async () => {
    const { problems } = await bring("two-boats");
    expect(problems).toEqual([]);
    const text = await read("03-two-boats/lesson.mdx");
    expect(text).toContain("<details>\n  <summary>\n    Solution\n  </summary>");
    expect(text).toContain("  ```bash run\n  docker network create harbour");
    expect(text).toContain("Mind the gap");
    expect(text.match(/^##+ .*/gm)).toEqual([
      "## Before you begin",
      "### Welcome aboard",
      "## Start them",
      "## Let them talk",
      "## At the end",
    ]);
  });

  it("has its verify.sh as checks, as far as they can be said", async () => {
    const { report } = await bring("two-boats");
    const lab = await onlyLab();
    expect(lab.lab.checks).toMatchObject([
      {
        id: "start-them",
        expect: [
          { what: "container", name: "boat-1", is: "running" },
          { what: "network", name: "harbour", is: "there" },
        ],
      },
      {
        id: "let-them-talk",
        expect: [
          { what: "network", name: "harbour", connects: ["boat-2"] },
          { what: "file", in: "folder", path: "log.txt", contains: "ahoy" },
          { what: "container", name: "boat-2", is: "running" },
        ],
      },
    ]);
    expect(report).toContain("`step2/verify.sh:6`: not checked: docker exec boat-1 sh -c 'curl -sS boat-2'");
    expect(report).toContain("`init/background.sh`: not run: it only waits");
    expect(report).toContain("`assets/wait-init.sh`: not put to /ks");
    expect(lab.starter).toEqual([{ path: "boat.txt", content: "a boat\n" }]);
  });
});

it.each<[string, object[], number]>([
  ["docker images | grep pinger | grep v2", [{ what: "image", name: "pinger:v2" }], 0],
  ["docker image inspect pinger:v2 > /dev/null", [{ what: "image", name: "pinger:v2" }], 0],
  ["docker volume ls | grep data", [{ what: "volume", name: "data" }], 0],
  [
    "curl -s http://localhost:8080/health | grep -q 'ok'",
    [{ what: "port", port: 8080, path: "/health", contains: "ok" }],
    0,
  ],
  ["test -f /root/full-stack/compose.yml", [{ what: "file", path: "full-stack/compose.yml" }], 0],
  ['grep -q "frontend:" compose.yml', [{ what: "file", path: "compose.yml", contains: "frontend:" }], 0],
  ["docker ps -a | grep done | grep Exited", [{ what: "container", name: "done", is: "stopped" }], 0],
  [
    "[ -f a.txt ] && [ -f b.txt ]",
    [
      { what: "file", path: "a.txt" },
      { what: "file", path: "b.txt" },
    ],
    0,
  ],
  // Half understood is not understood.
  ["docker ps | grep web | grep nginx", [], 1],
  ["docker ps | grep -v web", [], 1],
  ["docker images | wc -l", [], 1],
  ["test -f /etc/hosts", [], 1],
  ["cat ../../secret | grep x", [], 1],
  ["curl https://example.org | grep x", [], 1],
  ["grep ^a.*b$ file", [], 1],
  ["kubectl get pods", [], 1],
  ["rm /tmp/x || true", [], 0],
])("verify.sh: %s", (script, expected, unmapped) => {
  const mapped = mapVerify(script);
  expect(mapped.expectations.map(({ expectation }) => expectation)).toMatchObject(expected);
  expect(mapped.unmapped).toHaveLength(unmapped);
});

it("a Labspace brings nothing from beside its folder, whatever that is called", async () => {
  const source = join(content, "sources/some-labspace");
  await mkdir(source, { recursive: true });
  await writeFile(join(content, "sources/beside.md"), "not for anybody");
  const sections = ["one.md", "../beside.md", "/../../sources/beside.md"].map(
    (path) => `  - { title: "From ${path}", contentPath: "${path}" }\n`,
  );
  await writeFile(join(source, "labspace.yaml"), `title: Nothing else\nsections:\n${sections.join("")}`);
  await writeFile(join(source, "one.md"), "A text.\n\n```bash\ndocker run -d --name web nginx\n```\n");
  const [imported] = await importLessons({ source, contentDir: content, course: "knots" });
  const { directory = "", report } = imported ?? {};
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name), "utf8"));
  expect((await Promise.all(texts)).join()).not.toContain("not for anybody");
  expect(report).toContain("there is no file ../beside.md");
});

it("a folder of another kind is refused in words, and nothing is made", async () => {
  await expect(bring("../content")).rejects.toThrow("neither a labspace.yaml nor an index.json");
  await expect(
    importLessons({ source: join(fixtures, "import/two-boats"), contentDir: content, course: "no-course" }),
  ).rejects.toThrow("There is no course no-course");
  expect(await readdir(join(content, "knots"))).toEqual(["01-tie", "02-serve", "course.yaml"]);
});
