import { readFile } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readSource } from "./read-source.ts";
import type { Remark, Scenario, Section } from "./scenario.ts";

const labspaceFile = z.object({
  title: z.string().min(1),
  description: z.string().default(""),
  metadata: z.object({ id: z.string().optional(), contentVersion: z.coerce.string().optional() }).optional(),
  sections: z.array(z.object({ title: z.string(), contentPath: z.string() })).min(1),
  services: z.array(z.object({ title: z.string().optional(), url: z.string().optional() })).default([]),
});

/** Where labspace.yaml has stood over the years. */
export const LABSPACE_FILES = ["labspace.yaml", "labspace/labspace.yaml", ".labspace/labspace.yaml"];

/** Reads a Docker Labspace: labspace.yaml, its sections, and the project beside them. */
export async function readLabspace(folder: string, file: string): Promise<Scenario> {
  const labspace = labspaceFile.parse(
    parse(await readFile(join(folder, file), "utf8"), { maxAliasCount: 100 }),
  );
  const home = dirname(join(folder, file));
  // The project is the folder of that name, or what stands around the folder of the texts.
  const root = /^\.?labspace$/.test(basename(home)) ? dirname(home) : home;
  const remarks: Remark[] = [];
  const sections: Section[] = [];
  for (const { title, contentPath } of labspace.sections) {
    // No way out of what is imported.
    const places = [join(home, contentPath), join(root, contentPath)];
    const found = await readFirst(places.filter((place) => place.startsWith(`${root}${sep}`)));
    if (found === null)
      remarks.push({ where: file, what: `the section ${title}: there is no file ${contentPath}` });
    else {
      const folders = [dirname(found.file), root];
      sections.push({ title, markdown: found.text, file: contentPath, folders });
    }
  }
  for (const { title = "", url = "" } of labspace.services) {
    remarks.push({
      where: file,
      what: `the service ${title} at ${url}: a port is opened from the panel beside the text`,
    });
  }
  const project = await readSource(join(root, "project"));
  const around =
    project.files.length > 0 ? project : await readSource(root, [basename(home), "README.md", "LICENSE"]);
  for (const path of ["compose.override.yaml", ".labspace/compose.override.yaml"]) {
    if ((await readFirst([join(root, path)])) === null) continue;
    const what =
      "the workspace's image, its ports, models and start scripts: a seat has Docker and its tools, and nothing else";
    remarks.push({ where: path, what });
  }
  return {
    format: "Docker Labspace",
    title: labspace.title,
    summary: labspace.description,
    minutes: null,
    sections,
    files: around.files.filter(({ path }) => !path.endsWith("compose.override.yaml")),
    checks: [],
    remarks: [...remarks, ...around.remarks],
  };
}

async function readFirst(
  files: readonly string[],
): Promise<{ readonly file: string; readonly text: string } | null> {
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text !== null) return { file, text };
  }
  return null;
}
