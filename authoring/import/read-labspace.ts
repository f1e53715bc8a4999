import { basename, dirname, join, relative } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readTextInside } from "./read-inside.ts";
import { readSource } from "./read-source.ts";
import { ImportError, type Remark, type Scenario, type Section } from "./scenario.ts";

const labspaceFile = z.object({
  title: z.string().min(1),
  description: z.string().default(""),
  metadata: z.object({ id: z.string().optional(), contentVersion: z.coerce.string().optional() }).optional(),
  sections: z.array(z.object({ title: z.string(), contentPath: z.string() })).min(1),
  services: z.array(z.object({ title: z.string().optional(), url: z.string().optional() })).default([]),
});

/** Where labspace.yaml has stood over the years. */
export const LABSPACE_FILES = ["labspace.yaml", "labspace/labspace.yaml", ".labspace/labspace.yaml"];

/** More than anybody reads in one lesson. */
const MOST_SECTIONS = 60;

/** Reads a Docker Labspace: labspace.yaml, its sections, and the project beside them. */
export async function readLabspace(folder: string, file: string): Promise<Scenario> {
  const text = await readTextInside(folder, file);
  if (text === null) throw new ImportError(`${join(folder, file)} is no text of a readable size.`);
  const labspace = labspaceFile.parse(parseYaml(text, join(folder, file)));
  const home = dirname(file);
  // The project is the folder of that name, or what stands around the folder of the texts.
  const root = /^\.?labspace$/.test(basename(home)) || home === "." ? folder : join(folder, home);
  const remarks: Remark[] = [];
  const sections: Section[] = [];
  if (labspace.sections.length > MOST_SECTIONS) {
    remarks.push({
      where: file,
      what: `the sections after the first ${MOST_SECTIONS} of ${labspace.sections.length}`,
    });
  }
  for (const { title, contentPath } of labspace.sections.slice(0, MOST_SECTIONS)) {
    // No way out of what is imported.
    const places = [join(home, contentPath), contentPath];
    let found: { path: string; markdown: string } | null = null;
    for (const path of places) {
      const markdown: string | null = found === null ? await readTextInside(folder, path) : null;
      if (markdown !== null) found = { path, markdown };
    }
    if (found === null)
      remarks.push({ where: file, what: `the section ${title}: there is no file ${contentPath}` });
    else {
      const folders = [dirname(join(folder, found.path)), root];
      const { markdown } = found;
      sections.push({ title, markdown, file: contentPath, folders, isStep: true, verify: null });
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
    project.files.length > 0 || project.remarks.length > 0
      ? project
      : await readSource(root, [
          relative(root, join(folder, home)).split("/")[0] ?? "",
          "labspace.yaml",
          "README.md",
          "LICENSE",
        ]);
  for (const path of ["compose.override.yaml", ".labspace/compose.override.yaml"]) {
    if ((await readTextInside(root, path)) === null) continue;
    const what =
      "the workspace's image, its ports, models and start scripts: a machine has Docker and its tools, and nothing else";
    remarks.push({ where: path, what });
  }
  return {
    format: "Docker Labspace",
    title: labspace.title,
    summary: labspace.description,
    minutes: null,
    sections,
    files: around.files.filter(({ path }) => !path.endsWith("compose.override.yaml")),
    remarks: [...remarks, ...around.remarks],
  };
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new ImportError(
      `${file} is no YAML: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
    );
  }
}
