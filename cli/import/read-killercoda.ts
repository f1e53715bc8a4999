import { readFile } from "node:fs/promises";
import { basename, dirname, join, normalize } from "node:path";
import { z } from "zod";
import type { FolderFile } from "../../server/index.ts";
import { mapVerify } from "./map-verify.ts";
import type { MappedCheck, Remark, Scenario, Section } from "./scenario.ts";

const page = z.object({
  title: z.string().optional(),
  text: z.string().optional(),
  verify: z.string().optional(),
  hint: z.string().optional(),
  foreground: z.string().optional(),
  background: z.string().optional(),
});
const asset = z.object({ file: z.string(), target: z.string().default("") });
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

/** Reads a Killercoda scenario: index.json, its steps, and what their verify.sh can be mapped to. */
export async function readKillercoda(folder: string): Promise<Scenario> {
  const index = indexFile.parse(JSON.parse(await readFile(join(folder, "index.json"), "utf8")));
  const { intro, steps, finish, assets } = index.details;
  const remarks: Remark[] = [];
  const read = async (path: string): Promise<string | null> => {
    // No way out of the scenario's folder.
    const inside = normalize(path);
    return inside.startsWith("..") ? null : await readFile(join(folder, inside), "utf8").catch(() => null);
  };
  const image = index.backend?.imageid ?? "";
  if (/kubernetes/i.test(image)) {
    remarks.push({ where: "index.json", what: `the backend ${image}: a seat has Docker and no Kubernetes` });
  }
  const sections: Section[] = [];
  const checks: MappedCheck[] = [];
  const pages = [
    ...(intro === undefined ? [] : [{ ...intro, title: intro.title ?? "Before you begin" }]),
    ...steps.map((step, at) => ({ ...step, title: step.title ?? `Step ${at + 1}` })),
    ...(finish === undefined ? [] : [{ ...finish, title: finish.title ?? "At the end" }]),
  ];
  for (const { title, text, verify, hint, foreground, background } of pages) {
    for (const path of [text, hint]) {
      if (path === undefined) continue;
      const markdown = await read(path);
      if (markdown === null)
        remarks.push({ where: "index.json", what: `${title}: there is no file ${path}` });
      else {
        const folders = [dirname(join(folder, normalize(path))), folder];
        sections.push({ title: path === hint ? `${title}: a hint` : title, markdown, file: path, folders });
      }
    }
    for (const script of [foreground, background]) {
      if (script === undefined) continue;
      remarks.push({
        where: script,
        what: "not run: a seat begins as it is, so what it prepares goes into starter/",
      });
    }
    if (verify === undefined) continue;
    const script = await read(verify);
    if (script === null) {
      remarks.push({ where: "index.json", what: `${title}: there is no file ${verify}` });
      continue;
    }
    const { expectations, unmapped } = mapVerify(script);
    if (expectations.length > 0) checks.push({ title, expectations });
    for (const { line, command } of unmapped) {
      remarks.push({ where: `${verify}:${line}`, what: `not checked: ${command}` });
    }
  }
  const files: FolderFile[] = [];
  for (const { file, target } of Object.values(assets).flat()) {
    const content = file.includes("*") ? null : await read(`assets/${file}`);
    const isHome = /^(?:\/root|~|\$HOME)?\/?$/.test(target);
    if (content !== null && isHome && !content.includes("\u0000"))
      files.push({ path: basename(file), content });
    else
      remarks.push({
        where: `assets/${file}`,
        what: `not put to ${target}: a lab's files are in its own folder`,
      });
  }
  return {
    format: "Killercoda scenario",
    title: index.title,
    summary: index.description,
    minutes: Number(/\d+/.exec(index.time ?? "")?.[0] ?? 0) || null,
    sections,
    files,
    checks,
    remarks,
  };
}
