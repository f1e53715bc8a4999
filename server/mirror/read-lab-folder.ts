import { loadCourseLabs } from "../content/load-course-labs.ts";
import { nameFolders } from "./name-folders.ts";

/** Name of a lab's folder below /workspace in a seat, which depends on the names of the other labs. */
export async function readLabFolder(contentDir: string, labId: string): Promise<string> {
  const labs = await loadCourseLabs(contentDir);
  return nameFolders(labs.map(({ id }) => id)).get(labId) ?? labId.replaceAll("/", "-");
}
