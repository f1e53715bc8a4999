import type { WorkspaceFile } from "../../../core/lab/workspace.ts";

/** Whether a file has text of the student's own that is gone when `content` takes its place. */
export function losesText(
  file: Pick<WorkspaceFile, "content" | "starter"> | undefined,
  content: string,
): boolean {
  if (file === undefined || file.content.trim() === "") return false;
  return ![content, file.starter].some((text) => text?.trimEnd() === file.content.trimEnd());
}
