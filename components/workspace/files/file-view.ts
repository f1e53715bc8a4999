import type { WorkspaceFile } from "../../../core/lab/workspace.ts";

/** Another version of a file. `isGone`: somebody deleted it, and its text is empty. */
export type Theirs = WorkspaceFile & { readonly isGone?: true };

/** How a file stands between the editor and the server. */
export type Standing =
  | { readonly save: "saved"; readonly message: null; readonly theirs: null; readonly theirsFrom: "tab" }
  /** Waits for its turn to be sent: soon, or when the server is back. */
  | {
      readonly save: "unsaved" | "saving" | "offline";
      readonly message: null;
      readonly theirs: null;
      readonly theirsFrom: "tab";
    }
  /** The server does not take it as it is. */
  | { readonly save: "refused"; readonly message: string; readonly theirs: null; readonly theirsFrom: "tab" }
  /** Somebody else changed it meanwhile; both versions stay until the student chooses. */
  | {
      readonly save: "conflict";
      readonly message: null;
      readonly theirs: Theirs;
      /** Where `theirs` is: saved by another tab, or in the seat only, where a terminal wrote it. */
      readonly theirsFrom: "tab" | "terminal";
    };

/** What others do to a file. */
export type OtherEvent =
  /** A terminal has changed it, and that is saved. */
  | { readonly type: "arrived"; readonly file: WorkspaceFile }
  /** A terminal has deleted it. */
  | { readonly type: "vanished"; readonly version: number }
  /** Changed here and in a terminal: `file.content` is the terminal's, `file.version` that of what is saved. */
  | { readonly type: "clashed"; readonly file: WorkspaceFile };

export type FileView = WorkspaceFile & {
  /** What the server has at `version`; null when the text has to be sent whatever it is. */
  readonly savedContent: string | null;
  /** What is on its way to the server. The answer is about this text, whatever is typed meanwhile. */
  readonly sent: string | null;
  /** What others did while a save was on its way: nobody knows which was first until the answer is here. */
  readonly heard: readonly OtherEvent[];
} & Standing;

export const standing = {
  saved: { save: "saved", message: null, theirs: null, theirsFrom: "tab" },
  unsaved: { save: "unsaved", message: null, theirs: null, theirsFrom: "tab" },
  saving: { save: "saving", message: null, theirs: null, theirsFrom: "tab" },
  offline: { save: "offline", message: null, theirs: null, theirsFrom: "tab" },
  refused: (message: string) => ({ save: "refused", message, theirs: null, theirsFrom: "tab" }) as const,
  conflict: (theirs: Theirs, theirsFrom: "tab" | "terminal") =>
    ({ save: "conflict", message: null, theirs, theirsFrom }) as const,
} as const satisfies Record<string, Standing | ((...of: never[]) => Standing)>;

/** A file as the server has it. */
export function asSaved({ path, content, version, editable, starter }: WorkspaceFile): FileView {
  const file = { path, content, version, editable, starter };
  return { ...file, savedContent: content, sent: null, heard: [], ...standing.saved };
}

export function isUnsaved(file: FileView): boolean {
  return file.save !== "saved" && file.editable;
}
