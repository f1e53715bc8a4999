import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ContentProblem } from "../../../core/course/content-problem.ts";
import { AppError } from "../../../core/errors.ts";
import type { FolderFile } from "../read-folder.ts";
import { readFolder } from "../read-folder.ts";

/** What stands in a lab's folder beside lab.yaml. A folder that cannot be read is empty here, and a problem. */
export interface LabFolders {
  readonly starter: readonly FolderFile[];
  /** Null when there is no solution/. */
  readonly solution: readonly FolderFile[] | null;
  readonly right: ReadonlyMap<string, readonly FolderFile[]>;
  readonly wrong: ReadonlyMap<string, readonly FolderFile[]>;
  /** Names that stand there and are none of these. */
  readonly others: readonly string[];
  readonly problems: readonly ContentProblem[];
}

const LIMITS = { fileBytes: 1_000_000, totalBytes: 20_000_000, files: 400 };
const KNOWN = ["lab.yaml", "starter", "solution", "right", "wrong"];

/** @param path of the lab's folder, relative to `contentDir` */
export async function readLabFolders(contentDir: string, path: string): Promise<LabFolders> {
  const problems: ContentProblem[] = [];
  const entries = await list(join(contentDir, path));
  const read = async (folder: string): Promise<FolderFile[]> => {
    try {
      return await readFolder(join(contentDir, path, folder), LIMITS);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const [file = "", ...reason] = error.message.split(": ");
      problems.push({
        file: `${path}/${folder}/${file}`,
        line: 1,
        message: reason.join(": "),
        advice: "The files of a lab are text of a few kilobytes: make what is larger in the lab, or leave it out.",
      });
      return [];
    }
  };
  const readAll = async (parent: string): Promise<ReadonlyMap<string, readonly FolderFile[]>> => {
    const folders = new Map<string, readonly FolderFile[]>();
    for (const entry of entries.has(parent) ? await list(join(contentDir, path, parent)) : []) {
      const [name, isDirectory] = entry;
      if (isDirectory) folders.set(name, await read(`${parent}/${name}`));
      else {
        problems.push({
          file: `${path}/${parent}/${name}`,
          line: 1,
          message: `a file stands in ${parent}/ where answers have a folder each`,
          advice: `Move it into a folder such as ${parent}/${parent === "wrong" ? "<check>--<name>" : "<name>"}/.`,
        });
      }
    }
    return folders;
  };
  return {
    starter: await read("starter"),
    solution: entries.get("solution") === true ? await read("solution") : null,
    right: await readAll("right"),
    wrong: await readAll("wrong"),
    others: [...entries.keys()].filter((name) => !KNOWN.includes(name)),
    problems,
  };
}

/** Names in a folder, and whether they are folders; sorted. */
async function list(directory: string): Promise<Map<string, boolean>> {
  const entries = await readdir(directory, { withFileTypes: true });
  const sorted = entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return new Map(sorted.map((entry) => [entry.name, entry.isDirectory()]));
}
