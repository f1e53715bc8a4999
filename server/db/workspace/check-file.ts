import { AppError } from "../../../core/errors.ts";
import type { Lab } from "../../../core/lab/schema.ts";
import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import { findPathProblem, isEditable } from "../../../core/lab/workspace-path.ts";
import type { Message } from "../../../core/messages/message.ts";
import { say } from "../../../core/messages/say.ts";

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
      userMessage: say("files.not-editable", { path, editable: lab.editable }),
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
  const refuse = (userMessage: Message, code: "TOO_LARGE" | "NOT_ALLOWED_FOR_FILE" = "TOO_LARGE") => {
    throw new AppError(code, { message: `content of ${path} refused: ${userMessage.say}`, userMessage });
  };
  if (content.includes("\0") || /\p{Surrogate}/u.test(content)) {
    refuse(say("files.not-text", { path }), "NOT_ALLOWED_FOR_FILE");
  }
  const bytes = Buffer.byteLength(content);
  if (bytes > limits.fileBytes) {
    refuse(say("files.too-long", { path, bytes, most: limits.fileBytes }));
  }
  const others = files.filter((file) => file.path !== path);
  if (others.length + 1 > limits.files) {
    refuse(say("files.too-many", { count: others.length, most: limits.files }));
  }
  const total = others.reduce((sum, file) => sum + Buffer.byteLength(file.content), bytes);
  if (total > limits.totalBytes) {
    refuse(say("files.too-long-together", { bytes: total, most: limits.totalBytes }));
  }
  const clash = others.find((file) => file.path.startsWith(`${path}/`) || path.startsWith(`${file.path}/`));
  if (clash !== undefined) {
    refuse(say("files.clash", { path, other: clash.path }), "NOT_ALLOWED_FOR_FILE");
  }
}
