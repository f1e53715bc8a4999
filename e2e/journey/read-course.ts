import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface JourneyFile {
  readonly path: string;
  readonly content: string;
}

export interface JourneyLab {
  /** Of its folder. */
  readonly name: string;
  readonly checks: number;
  readonly builds: boolean;
  readonly files: readonly JourneyFile[];
  /** What is typed in the terminal; null where the files are all there is. */
  readonly steps: string | null;
}

export interface JourneyLesson {
  readonly folder: string;
  readonly slug: string;
  readonly title: string;
  readonly labs: readonly JourneyLab[];
}

const course = new URL("../../content/docker-for-ml/", import.meta.url).pathname;

/** The course as it stands in its folder, lessons and labs in their order. */
export function readCourse(): JourneyLesson[] {
  return readdirSync(course)
    .filter((name) => /^\d+-/.test(name))
    .toSorted()
    .map((folder) => {
      const [, head = ""] = readFileSync(join(course, folder, "lesson.mdx"), "utf8").split(/^---$/m);
      const { title, lab, labs } = parse(head) as { title: string; lab?: string; labs?: string[] };
      const names = labs ?? (lab === undefined ? [] : [lab]);
      return {
        folder,
        slug: folder.replace(/^\d+-/, ""),
        title,
        labs: names.map((name) => readLab(folder, name)),
      };
    });
}

function readLab(folder: string, name: string): JourneyLab {
  const home = join(course, folder, "labs", name);
  const lab = parse(readFileSync(join(home, "lab.yaml"), "utf8")) as {
    image?: string;
    checks: { kind: string }[];
  };
  const files = readFiles(join(home, "solution"));
  const typed = lab.checks.some(({ kind }) => kind === "seat-state" || kind === "pushed");
  return {
    name,
    checks: lab.checks.length,
    builds: lab.image !== undefined,
    files: typed ? files.filter(({ path }) => path !== "steps.sh") : files,
    steps: typed ? (files.find(({ path }) => path === "steps.sh")?.content ?? null) : null,
  };
}

function readFiles(root: string): JourneyFile[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return { path: full.slice(root.length + 1), content: readFileSync(full, "utf8") };
    });
}
