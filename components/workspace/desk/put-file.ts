import type { Workspace } from "./create-workspace.ts";

/** A file of the lesson that is to be written into the editor. */
export interface PutRequest {
  readonly path: string;
  readonly content: string;
}

/** Writes it, and makes the file where there is none. */
export function putFile({ files }: Pick<Workspace, "files">, { path, content }: PutRequest): void {
  if (!files.getSnapshot().files.some((file) => file.path === path)) files.add(path);
  files.edit(path, content);
}
