import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import type { Draft } from "./drafts.ts";
import { asSaved, type FileView, type OtherEvent, standing } from "./file-view.ts";
import { choose, hear, replace, type Replacement } from "./step-conflict.ts";

export type SaveAnswer =
  | { readonly status: "saved"; readonly version: number }
  /** `isGone`: the other version is that there is no such file any more. */
  | { readonly status: "conflict"; readonly current: WorkspaceFile; readonly isGone?: true | undefined }
  | { readonly status: "offline" }
  | { readonly status: "refused"; readonly message: string };

export type FileEvent =
  | OtherEvent
  | { readonly type: "typed"; readonly content: string }
  /** It is its turn to be sent. */
  | { readonly type: "due" }
  /** The answer to a save. */
  | { readonly type: "answered"; readonly answer: SaveAnswer }
  | { readonly type: "chosen"; readonly keep: "mine" | "theirs" }
  /** The files were reset, or a reset was taken back. */
  | ({ readonly type: "replaced" } & Replacement)
  /** Unsaved text of an earlier visit. */
  | { readonly type: "restored"; readonly draft: Draft };

/** What follows from an event. */
export interface Step {
  /** Null: the file is gone. */
  readonly file: FileView | null;
  /** Whether the browser keeps the unsaved text, or no longer has to. */
  readonly draft?: "keep" | "drop";
  /** send: now. soon: when this turn is over. pause: when typing pauses. retry: when the server may be back. stop: no save that is due is needed. */
  readonly then?: "send" | "soon" | "pause" | "retry" | "stop";
}

/**
 * One file's next state. Everything that can happen to a file happens here, and nothing here touches the world. What
 * others do is looked at when no answer is awaited: whether it was before or after a save, the answer tells, and the
 * student is asked one question at a time.
 */
export function stepFile(file: FileView, event: FileEvent): Step {
  if (isOthers(event)) {
    if (isAwaiting(file)) return { file: { ...file, heard: [...file.heard, event] } };
    return hear(file, event);
  }
  let step = stepOwn(file, event);
  let { heard } = file;
  while (step.file !== null && heard.length > 0 && !isAwaiting(step.file)) {
    const [first, ...rest] = heard;
    heard = rest;
    if (first !== undefined) step = { ...step, ...hear(step.file, first) };
  }
  return step.file === null ? step : { ...step, file: { ...step.file, heard } };
}

const isOthers = (event: FileEvent): event is OtherEvent =>
  event.type === "arrived" || event.type === "vanished" || event.type === "clashed";

/** Whether the server's answer to a save, or the student's about another tab's version, is awaited. */
const isAwaiting = (file: FileView): boolean =>
  file.sent !== null || (file.save === "conflict" && file.theirsFrom === "tab");

function stepOwn(file: FileView, event: Exclude<FileEvent, OtherEvent>): Step {
  switch (event.type) {
    case "typed":
      return typed(file, event.content);
    case "due":
      return due(file);
    case "answered":
      return file.sent === null ? { file } : settle({ ...file, sent: null }, file.sent, event.answer);
    case "restored":
      return restored(file, event.draft);
    case "chosen":
      return choose(file, event.keep);
    case "replaced":
      return replace(file, event);
  }
}

function typed(file: FileView, content: string): Step {
  if (!file.editable || file.content === content) return { file };
  // The student is being asked; what is typed belongs to their side of the question.
  if (file.save === "conflict") return { file: { ...file, content } };
  return { file: { ...file, content, ...standing.unsaved }, then: "pause" };
}

function due(file: FileView): Step {
  if (file.save === "saved" || file.save === "conflict" || file.sent !== null) return { file };
  // Typed and taken back. A file of version 0 is the starter's or new, and the server does not have it yet.
  if (file.content === file.savedContent && file.version > 0)
    return { file: { ...file, ...standing.saved }, draft: "drop" };
  return { file: { ...file, sent: file.content, ...standing.saving }, draft: "keep" };
}

function settle(file: FileView, sent: string, answer: SaveAnswer): Step {
  switch (answer.status) {
    case "saved": {
      const saved = { ...file, savedContent: sent, version: answer.version };
      return file.content === sent
        ? { file: { ...saved, ...standing.saved }, draft: "drop" }
        : { file: { ...saved, ...standing.unsaved }, then: "pause" };
    }
    case "conflict": {
      const { current, isGone } = answer;
      if (isGone !== true && current.content === file.content)
        return { file: asSaved(current), draft: "drop", then: "stop" };
      const theirs = isGone === true ? { ...current, isGone } : current;
      return { file: { ...file, ...standing.conflict(theirs, "tab") }, then: "stop" };
    }
    case "offline":
      return { file: { ...file, ...standing.offline }, then: "retry" };
    case "refused":
      return { file: { ...file, ...standing.refused(answer.message) } };
  }
}

function restored(file: FileView, draft: Draft): Step {
  if (!file.editable) return { file };
  const { path, content, version, editable, starter } = file;
  if (draft.content === content) return { file, draft: "drop" };
  const mine = { ...file, content: draft.content };
  if (draft.baseVersion === version) return { file: { ...mine, ...standing.unsaved }, then: "soon" };
  return {
    file: { ...mine, ...standing.conflict({ path, content, version, editable, starter }, "tab") },
  };
}
