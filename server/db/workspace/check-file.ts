import { AppError } from "../../../core/errors.ts";
import type { Lab } from "../../../core/lab/schema.ts";
import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import { findPathProblem, isEditable } from "../../../core/lab/workspace-path.ts";

export interface WorkspaceLimits {
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly files: number;
}

/** @throws AppError BAD_REQUEST for a name that cannot be, NOT_ALLOWED_FOR_FILE for one that may not be written */
export function checkWritable(path: string, lab: Lab): void {
  const problem = findPathProblem(path);
  if (problem !== null) {
    throw new AppError("BAD_REQUEST", {
      message: `path ${JSON.stringify(path)} refused`,
      userMessage: problem,
    });
  }
  if (!isEditable(path, lab.editable)) {
    throw new AppError("NOT_ALLOWED_FOR_FILE", {
      message: `${path} is not editable`,
      userMessage: `This exercise does not let you change or add ${path}. You can change: ${lab.editable.join(", ")}.`,
    });
  }
}

/**
 * Checks text that is about to be saved as `path`, among the other files as they are.
 * @throws AppError TOO_LARGE beyond a limit, NOT_ALLOWED_FOR_FILE for what is not text
 */
export function checkContent(
  path: string,
  content: string,
  files: readonly WorkspaceFile[],
  limits: WorkspaceLimits,
): void {
  const refuse = (userMessage: string, code: "TOO_LARGE" | "NOT_ALLOWED_FOR_FILE" = "TOO_LARGE") => {
    throw new AppError(code, { message: `content of ${path} refused: ${userMessage}`, userMessage });
  };
  if (content.includes("\0") || /\p{Surrogate}/u.test(content)) {
    refuse(`${path} is not text: it has a NUL or is not valid UTF-8.`, "NOT_ALLOWED_FOR_FILE");
  }
  const bytes = Buffer.byteLength(content);
  if (bytes > limits.fileBytes) {
    refuse(`${path} has ${bytes} bytes; a file may have ${limits.fileBytes}.`);
  }
  const others = files.filter((file) => file.path !== path);
  if (others.length + 1 > limits.files) {
    refuse(`There are ${others.length} files already; a workspace may have ${limits.files}.`);
  }
  const total = others.reduce((sum, file) => sum + Buffer.byteLength(file.content), bytes);
  if (total > limits.totalBytes) {
    refuse(`All files together would have ${total} bytes; they may have ${limits.totalBytes}.`);
  }
  const clash = others.find((file) => file.path.startsWith(`${path}/`) || path.startsWith(`${file.path}/`));
  if (clash !== undefined) {
    refuse(
      `${path} cannot be there beside ${clash.path}: a name is a file or a folder.`,
      "NOT_ALLOWED_FOR_FILE",
    );
  }
}
