import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentChange } from "../../../core/course/content-change.ts";
import { ContentFeed } from "./content-feed.ts";
import { getLessonProblems } from "./get-lesson-problems.ts";
import { watchFolders } from "./watch-folders.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
let folder = "";
let content = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "drydock-authoring-"));
  content = join(folder, "content");
  await cp(join(root, "e2e/fixtures/content"), content, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** Collects what is told until `done` is content with it. */
async function told(act: (() => Promise<void>)[], done: (files: ReadonlySet<string>) => boolean): Promise<Set<string>> {
  const files = new Set<string>();
  let look: () => void = () => undefined;
  const watch = await watchFolders(content, (changed) => {
    for (const file of changed) files.add(file);
    look();
  });
  try {
    for (const one of act) await one();
    await new Promise<void>((resolve) => {
      look = () => {
        if (done(files)) resolve();
      };
      look();
    });
    return files;
  } finally {
    watch.close();
  }
}

describe("a change of a file is told", () => {
  const tie = "knots/01-tie/lesson.mdx";

  it("by its path", async () => {
    expect(await told([() => appendFile(join(content, tie), "\n")], (files) => files.has(tie))).toContain(tie);
  });

  it("when an editor puts another in its place, and once more after that", async () => {
    const replace = async () => {
      await writeFile(join(content, "knots/01-tie/.swap"), "text");
      await rename(join(content, "knots/01-tie/.swap"), join(content, tie));
    };
    await told([replace], (files) => files.has(tie));
    await told([replace, () => appendFile(join(content, tie), "\n")], (files) => files.has(tie));
  });

  it("in a folder that went and came back, as when a branch is changed", async () => {
    const late = "knots/02-serve/labs/knot-server/late.txt";
    let writing: NodeJS.Timeout | undefined;
    const change = async () => {
      await rm(join(content, "knots/02-serve"), { recursive: true });
      await mkdir(join(content, "knots/02-serve/labs/knot-server"), { recursive: true });
      writing = setInterval(() => void appendFile(join(content, late), "x").catch(() => undefined), 20);
    };
    try {
      await told([change], (files) => files.has(late));
    } finally {
      clearInterval(writing);
    }
  });

  it("in a folder that was not there before", async () => {
    const late = "knots/03-late/labs/one/lab.yaml";
    // A folder is followed a moment after it came; a file that is written again and again is seen in the end.
    const makeFolder = async () => {
      await mkdir(join(content, "knots/03-late/labs/one"), { recursive: true });
    };
    const writing = setInterval(() => void appendFile(join(content, late), "x").catch(() => undefined), 20);
    try {
      await told(
        [makeFolder],
        (files) => files.has(late),
      );
    } finally {
      clearInterval(writing);
    }
  });
});

it("open pages get it as an event, until they go", async () => {
  const feed = new ContentFeed(content);
  const stop = new AbortController();
  const reader = feed.follow(stop.signal).getReader();
  const decoder = new TextDecoder();
  const writing = setInterval(() => void appendFile(join(content, "knots/course.yaml"), "\n"), 20);
  try {
    let text = "";
    while (!text.includes("data:")) text += decoder.decode((await reader.read()).value);
    const data = /data: (.*)\n/.exec(text)?.[1] ?? "";
    expect(contentChange.parse(JSON.parse(data)).files).toEqual(["knots/course.yaml"]);
    stop.abort();
    for (;;) if ((await reader.read()).done) break;
  } finally {
    clearInterval(writing);
    await feed.close();
  }
});

it("a site that stops ends what open pages follow", async () => {
  const feed = new ContentFeed(content);
  const reader = feed.follow(new AbortController().signal).getReader();
  await feed.close();
  for (;;) if ((await reader.read()).done) break;
});

describe("what is to be mended in a lesson", () => {
  const look = (lesson: string) =>
    getLessonProblems({ contentDir: content, cacheDir: join(folder, "cache"), publicDir: "public" }, "knots", lesson);
  const change = async (file: string, from: string, to: string) => {
    const text = await readFile(join(content, file), "utf8");
    await writeFile(join(content, file), text.replace(from, to));
  };

  it("is nothing, or nobody's", async () => {
    expect(await look("serve")).toEqual({ problems: [], shows: true });
    expect(await look("nowhere")).toBeNull();
    expect(await look("../knots")).toBeNull();
  });

  it("leaves the page where it can be shown", async () => {
    await rm(join(content, "knots/02-serve/labs/knot-server/wrong/describes--no-port"), { recursive: true });
    expect(await look("serve")).toMatchObject({ shows: true, problems: [{ line: 21 }] });
  });

  it.each([
    ["knots/02-serve/lesson.mdx", "Write the", "<Nothing />Write the"],
    ["knots/02-serve/lesson.mdx", "Write the", "Write {nothing} the"],
    ["knots/02-serve/lesson.mdx", "Write the", "Write <the"],
    ["knots/02-serve/labs/knot-server/lab.yaml", "kind: answers", "kind: answer"],
    ["knots/01-tie/lesson.mdx", "minutes: 5", "minutes: soon"],
    ["knots/course.yaml", "title: Knots", "titel: Knots"],
  ])("stands in place of the page after a mistake in %s", async (file, from, to) => {
    await change(file, from, to);
    const found = await look("serve");
    expect(found?.shows).toBe(false);
    expect(found?.problems).toEqual(expect.arrayContaining([expect.objectContaining({ file })]));
  });
});
