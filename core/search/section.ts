/** What stands below one heading of a lesson; before the first heading too. */
export interface SectionText {
  /** The heading's id attribute; null before the first heading. */
  readonly anchor: string | null;
  readonly heading: string | null;
  /** Prose, words of pictures and questions, with single spaces. */
  readonly text: string;
  /** Code blocks, one after the other. */
  readonly code: string;
}

/** A section and where it stands: what is looked for, and what is found. */
export interface SearchSection extends SectionText {
  readonly lesson: { readonly slug: string; readonly number: number; readonly title: string };
  /** BCP 47 tag of its prose. */
  readonly language: string;
}
