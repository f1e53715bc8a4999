import { isEditable } from "../../core/lab/workspace-path.ts";
import type { FolderFile } from "../../server/tools.ts";

/** Files laid over others of the same path; later layers win. Sorted by path. */
export function overlayFiles(...layers: readonly (readonly FolderFile[])[]): FolderFile[] {
  const byPath = new Map<string, FolderFile>();
  for (const file of layers.flat()) byPath.set(file.path, file);
  return [...byPath.values()].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * A folder as the page would have it: the lab's own files are read-only there, so only what the lab lets a
 * student write is taken from the folder. `ignored` names what was left out although it differs.
 */
export function asWorkspace(
  starter: readonly FolderFile[],
  folder: readonly FolderFile[],
  editable: readonly string[],
): { files: FolderFile[]; ignored: string[] } {
  const own = new Map(starter.map((file) => [file.path, file.content]));
  const taken = folder.filter((file) => isEditable(file.path, editable));
  const ignored = folder
    .filter((file) => !isEditable(file.path, editable) && own.get(file.path) !== file.content)
    .map((file) => file.path);
  return { files: overlayFiles(starter, taken), ignored };
}
