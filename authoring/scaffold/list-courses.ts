import { listCourseSlugs } from "../../server/tools.ts";

/** Names of the courses, sorted; none where the folder of courses itself is still to be made. */
export async function listCourses(contentDir: string): Promise<string[]> {
  return await listCourseSlugs(contentDir).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
}
