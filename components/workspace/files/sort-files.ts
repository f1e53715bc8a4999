import type { PublicLab } from "../../../core/lab/open-workspace.ts";
import type { FileView } from "./files-store.ts";

/** What the student works on comes first, in the order of the lab; then what is there to read. */
export function sortFiles(files: readonly FileView[], lab: PublicLab): readonly FileView[] {
  const rank = (file: FileView): number => {
    if (file.path === lab.open) return -1;
    const at = lab.editable.indexOf(file.path);
    if (at !== -1) return at;
    return file.editable ? lab.editable.length : lab.editable.length + 1;
  };
  return files.toSorted((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
}
