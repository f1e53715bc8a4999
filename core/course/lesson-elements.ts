/** A component that the text of a lesson may use. */
export interface LessonElement {
  /** What it is for, one sentence. */
  readonly says: string;
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  /** False: it says what it has to say by its properties alone. */
  readonly children: boolean;
}

/**
 * Every component of components/lesson/lesson-components.tsx by the name that MDX uses (a test holds the two
 * together), for the linter and the documentation.
 */
export const lessonElements: Readonly<Record<string, LessonElement>> = {
  Note: {
    says: 'A remark beside the text; kind is "info" or "careful".',
    needs: [],
    takes: ["kind", "title"],
    children: true,
  },
  Requirement: {
    says: "One thing that a check will look for, numbered as the checks are.",
    needs: ["n", "title"],
    takes: [],
    children: true,
  },
  Figure: { says: "A picture with its caption.", needs: ["caption"], takes: [], children: true },
  Terms: {
    says: "Words and what they mean: items of { term, meaning }, or a list as its text.",
    needs: [],
    takes: ["items"],
    children: true,
  },
  Quiz: {
    says: "A question; it has 2 to 8 of Option in it, one of them right.",
    needs: ["id", "question"],
    takes: [],
    children: true,
  },
  Option: {
    says: "One answer of a Quiz, with why it is right or what speaks against it.",
    needs: ["why"],
    takes: ["right"],
    children: true,
  },
  LayerStack: {
    says: "The layers of an image, the lowest first: { name, megabytes, kind, note }.",
    needs: ["caption", "layers"],
    takes: [],
    children: false,
  },
  StageMap: {
    says: "The stages of a build and what the last one takes over from them.",
    needs: ["caption", "stages", "last"],
    takes: [],
    children: false,
  },
  CacheLadder: {
    says: "Two orders of the same instructions, and what is done again after an edit.",
    needs: ["caption", "orders"],
    takes: [],
    children: false,
  },
  TimeBars: {
    says: "Durations beside each other: rows of { name, seconds, kind, note }.",
    needs: ["caption", "rows"],
    takes: [],
    children: false,
  },
  TwoSides: {
    says: "Two machines or parts of one, what each has to have, and what goes between them.",
    needs: ["caption", "upper", "bridge", "lower"],
    takes: [],
    children: false,
  },
  NetworkMap: {
    says: "The services of a stack in their network: { name, image, port, outside, asks, waitsFor, volume }.",
    needs: ["caption", "services"],
    takes: [],
    children: false,
  },
  CaseNotes: {
    says: "What was the matter with a patient of the clinic, told when it is asked for.",
    needs: ["of"],
    takes: [],
    children: true,
  },
};
