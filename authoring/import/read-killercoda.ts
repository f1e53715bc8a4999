import { dirname, join, normalize } from "node:path";
import { z } from "zod";
import { readAssets } from "./read-assets.ts";
import { readTextInside } from "./read-inside.ts";
import { ImportError, type Remark, type Scenario, type Section } from "./scenario.ts";

const page = z.object({
  title: z.string().optional(),
  text: z.string().optional(),
  verify: z.string().optional(),
  hint: z.string().optional(),
  foreground: z.string().optional(),
  background: z.string().optional(),
});
const asset = z.object({ file: z.string(), target: z.string().default(""), chmod: z.string().optional() });
const indexFile = z.object({
  title: z.string().min(1),
  description: z.string().default(""),
  time: z.string().optional(),
  details: z.object({
    intro: page.optional(),
    steps: z.array(page).default([]),
    finish: page.optional(),
    assets: z.record(z.string(), z.array(asset)).default({}),
  }),
  backend: z.object({ imageid: z.string().optional() }).optional(),
});

/** More than anybody reads in one lesson. */
const MOST_PAGES = 60;
/** Longer than this a script prepares more than a reader runs by a button. */
const MOST_LINES = 40;

/** Reads a Killercoda scenario: index.json, its steps with their verify.sh, and its assets. */
export async function readKillercoda(folder: string): Promise<Scenario> {
  const text = await readTextInside(folder, "index.json");
  if (text === null) throw new ImportError(`${join(folder, "index.json")} is no text of a readable size.`);
  const index = indexFile.parse(parseJson(text, join(folder, "index.json")));
  const { intro, steps, finish, assets } = index.details;
  const remarks: Remark[] = [];
  const read = (path: string): Promise<string | null> => readTextInside(folder, normalize(path));
  const image = index.backend?.imageid ?? "";
  if (/kubernetes/i.test(image)) {
    remarks.push({
      where: "index.json",
      what: `the backend ${image}: a machine has Docker and no Kubernetes`,
    });
  }
  const sections: Section[] = [];
  const all = [
    ...(intro === undefined ? [] : [{ ...intro, title: intro.title ?? "Before you begin", isStep: false }]),
    ...steps.map((step, at) => ({ ...step, title: step.title ?? `Step ${at + 1}`, isStep: true })),
    ...(finish === undefined ? [] : [{ ...finish, title: finish.title ?? "At the end", isStep: false }]),
  ];
  if (all.length > MOST_PAGES) {
    remarks.push({ where: "index.json", what: `the pages after the first ${MOST_PAGES} of ${all.length}` });
  }
  for (const { title, text: path, verify, hint, foreground, background, isStep } of all.slice(
    0,
    MOST_PAGES,
  )) {
    const before: string[] = [];
    for (const script of new Set([foreground, background])) {
      if (script !== undefined) before.push(await prepare(script));
    }
    const script = verify === undefined ? null : await read(verify);
    if (verify !== undefined && script === null) {
      remarks.push({ where: "index.json", what: `${title}: there is no file ${verify}` });
    }
    for (const file of [path, hint]) {
      if (file === undefined) continue;
      const markdown = await read(file);
      if (markdown === null) {
        remarks.push({ where: "index.json", what: `${title}: there is no file ${file}` });
        continue;
      }
      const isHint = file === hint;
      sections.push({
        title: isHint ? `${title}: a hint` : title,
        // Behind the text, so that its lines stay those of the file.
        markdown: isHint ? markdown : [markdown, ...before].join("\n\n"),
        file,
        folders: [dirname(join(folder, normalize(file))), folder],
        isStep: isStep && !isHint,
        verify: isHint || script === null || verify === undefined ? null : { file: verify, script },
      });
    }
  }
  const { files, remarks: lost } = await readAssets(join(folder, "assets"), Object.values(assets).flat());
  return {
    format: "Killercoda scenario",
    title: index.title,
    summary: index.description,
    minutes: Number(/\d+/.exec(index.time ?? "")?.[0] ?? 0) || null,
    sections,
    files,
    remarks: [...remarks, ...lost],
  };

  /** What the source runs by itself before its reader begins: a block of the lesson, where a reader can run it. */
  async function prepare(path: string): Promise<string> {
    const script = await read(path);
    const lines = (script ?? "").split(/\r?\n/).filter((line) => !line.startsWith("#!"));
    const isShort = lines.length <= MOST_LINES && !lines.some((line) => /^\s*(?:exit|exec)\b|```/.test(line));
    const isEmpty = lines.every((line) => /^\s*(?:#.*|clear|sleep\b.*|echo\b.*)?$/.test(line));
    if (script !== null && isShort && !isEmpty) {
      remarks.push({
        where: path,
        what: "nothing runs it by itself: it stands in the text as a block with a button",
      });
      return `Run this first; it prepares what the text needs:\n\n\`\`\`bash\n${lines.join("\n").trim()}\n\`\`\`{{exec}}\n`;
    }
    const why =
      script === null
        ? "there is no such file"
        : isEmpty
          ? "it only waits or prints"
          : "it is too long for a block";
    remarks.push({ where: path, what: `not run: ${why}` });
    return "";
  }
}

export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new ImportError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
