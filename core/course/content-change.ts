import { z } from "zod";

/** What the site tells open pages while an author writes. */
export const contentChange = z.object({
  /** Relative to the folder of the courses: "docker-for-ml/03-first-dockerfile/lesson.mdx". */
  files: z.array(z.string()),
});
export type ContentChange = z.infer<typeof contentChange>;

/** refresh: show the page anew where it is. reload: what the page has loaded of the lab is another now. */
export type PageAnswer = "refresh" | "reload" | "nothing";

/** What the open page of a lesson does about a change. */
export function answerToChange(
  { files }: ContentChange,
  page: { readonly course: string; readonly lesson: string },
): PageAnswer {
  let answer: PageAnswer = "nothing";
  for (const file of files) {
    const [course, folder = "", first, , part] = file.split("/");
    if (course !== page.course) continue;
    const isOurs = folder.replace(/^\d+-/, "") === page.lesson;
    // The editor keeps what it has; answers in right/ and wrong/ are no part of the page.
    if (isOurs && first === "labs" && (part === "lab.yaml" || part === "starter")) return "reload";
    answer = "refresh";
  }
  return answer;
}
