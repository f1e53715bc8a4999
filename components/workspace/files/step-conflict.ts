import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import { asSaved, type FileView, isUnsaved, type OtherEvent, standing } from "./file-view.ts";
import type { Step } from "./step-file.ts";

/** What a reset has made of one file. */
export interface Replacement {
  /** Null: it is gone. */
  readonly by: WorkspaceFile | null;
  /** The version that stands for "gone"; null when that was not told. Never a guess: somebody may have that version. */
  readonly goneVersion: number | null;
  /** The student asked for this very file, so that also what is not saved may go. */
  readonly isAsked: boolean;
  /** The text that the student saw when they asked. What they have typed since is not what they gave away. */
  readonly seen: string;
  /** The newest version of which this tab had heard when the server was asked. */
  readonly newest: number;
}

/** The newest version of which this tab has heard. */
export const newestOf = (file: FileView): number =>
  file.save === "conflict" ? Math.max(file.version, file.theirs.version) : file.version;

/** What others did, where no answer is awaited. What was typed here is never taken away without a question. */
export function hear(here: FileView, event: OtherEvent): Step {
  switch (event.type) {
    case "arrived": {
      const { file } = event;
      // The terminal's question is about the seat, and stays until something newer is saved.
      if (file.version <= newestOf(here)) return { file: here };
      if (here.save === "saved" || here.content === file.content || !here.editable)
        return { file: asSaved(file), draft: "drop", then: "stop" };
      return { file: { ...here, ...standing.conflict(file, "tab") }, then: "stop" };
    }
    case "vanished": {
      const isOurs = here.save !== "saved" || here.starter !== null;
      return isOurs || event.version <= here.version ? { file: here } : { file: null, draft: "drop" };
    }
    case "clashed": {
      // A save that was on its way may have made a newer version than the one that was told.
      const theirs = { ...event.file, version: Math.max(event.file.version, newestOf(here)) };
      return { file: { ...here, ...standing.conflict(theirs, "terminal") }, then: "stop" };
    }
  }
}

/** The student has chosen between two versions. */
export function choose(file: FileView, keep: "mine" | "theirs"): Step {
  if (file.save !== "conflict") return { file };
  const { theirs, theirsFrom } = file;
  if (theirsFrom === "terminal") {
    // The seat follows what is saved again: without a save it would never learn what was chosen. The save names the
    // version that was seen here; when another tab has saved since, the student is asked about that as well.
    const content = keep === "mine" ? file.content : theirs.content;
    return { file: { ...file, content, savedContent: null, ...standing.unsaved }, then: "send" };
  }
  if (keep === "theirs") return { file: theirs.isGone === true ? null : asSaved(theirs), draft: "drop" };
  const savedContent = theirs.isGone === true ? null : theirs.content;
  return { file: { ...file, version: theirs.version, savedContent, ...standing.unsaved }, then: "send" };
}

/** The answer to a reset. No save is on its way: the save loop is held meanwhile. */
export function replace(
  here: FileView,
  { by, goneVersion, isAsked, seen, newest: newestBefore }: Replacement,
): Step {
  const newest = newestOf(here);
  // Somebody changed it after the reset: what was heard is newer than this answer.
  const isStale = by === null ? newest !== newestBefore : by.version < newest;
  if (isStale || (by?.version === newest && !isAsked)) return { file: here };
  const isTyped = here.content !== seen;
  if (!isTyped && (isAsked || !isUnsaved(here)))
    return { file: by === null ? null : asSaved(by), draft: "drop", then: "stop" };
  const { path, editable, starter } = here;
  const gone = {
    path,
    content: "",
    version: goneVersion ?? newest,
    editable,
    starter,
    isGone: true,
  } as const;
  return { file: { ...here, ...standing.conflict(by ?? gone, "tab") }, then: "stop" };
}
