import type { SeatExpectation } from "../../core/lab/seat-expectation.ts";
import type { FolderFile } from "../../server/tools.ts";

/** Something of the source that the lesson does not have, or has in another way. */
export interface Remark {
  /** File of the source, and the line where one is known: "step1/verify.sh:4". */
  readonly where: string;
  readonly what: string;
}

/** How an expectation is made untrue, for the wrong answer that a check needs. */
export interface MappedExpectation {
  readonly expectation: SeatExpectation;
  /** Null for what has to be gone: a seat in which nothing was done has it so. */
  readonly undo: string | null;
}

export interface MappedCheck {
  readonly title: string;
  /** Sections of the source that it is about, counted from 0. */
  readonly sections: readonly number[];
  readonly expectations: readonly MappedExpectation[];
}

/** What is read from somebody else's format, before it becomes a lesson. */
export interface Scenario {
  /** "Docker Labspace", "Killercoda scenario" */
  readonly format: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number | null;
  /** In Markdown of the source. */
  readonly sections: readonly Section[];
  /** Files that the student begins with. */
  readonly files: readonly FolderFile[];
  readonly remarks: readonly Remark[];
}

export interface Section {
  readonly title: string;
  /** A part of what is to be done, and not a word before or after it. */
  readonly isStep: boolean;
  /** The script that checks it, and its file; null for one that checks nothing. */
  readonly verify: { readonly file: string; readonly script: string } | null;
  readonly markdown: string;
  /** File of the source. */
  readonly file: string;
  /** Where what it names is looked for: its own folder, and then the source's. Absolute; nothing outside is taken. */
  readonly folders: readonly string[];
}

/** A picture of the source that goes with the lesson. */
export interface ImportedPicture {
  readonly section: Section;
  /** As the section names it. */
  readonly address: string;
  /** Path in the lesson's folder: "pictures/app.png" */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A source that cannot be imported; the message says why, and what to do. */
export class ImportError extends Error {}
