import type { SeatExpectation } from "../../core/lab/seat-expectation.ts";
import type { FolderFile } from "../../server/index.ts";

/** Something of the source that the lesson does not have, or has in another way. */
export interface Remark {
  /** File of the source, and the line where one is known: "step1/verify.sh:4". */
  readonly where: string;
  readonly what: string;
}

/** How an expectation is made untrue, for the wrong answer that a check needs. */
export interface MappedExpectation {
  readonly expectation: SeatExpectation;
  readonly undo: string;
}

export interface MappedCheck {
  readonly title: string;
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
  readonly checks: readonly MappedCheck[];
  readonly remarks: readonly Remark[];
}

export interface Section {
  readonly title: string;
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
