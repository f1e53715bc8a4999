import type { english } from "./english.ts";

/**
 * What somebody is told, before it has a language: a code of the catalogue and what goes into its sentence. It is made
 * where something is found, stored as it is, and worded (`wordMessage`) where it leaves for a person.
 */
export interface Message<Code extends MessageCode = MessageCode> {
  readonly say: Code;
  readonly with: ParametersOf<Code>;
}

/** A message, or words that have no translation: a program's output, a name, what an older version stored. */
export type Said = string | Message;

export type English = typeof english;
export type MessageCode = keyof English;

/** A sentence of a catalogue: fixed, or made from parameters and the ways of its language. */
export type Sentence = string | ((parameters: never, language: Ways) => string);

export type ParametersOf<Code extends MessageCode> = English[Code] extends (
  parameters: infer P,
  ...rest: never[]
) => string
  ? P
  : Record<string, never>;

/** How a language writes what is no word. */
export interface Ways {
  /** The form for a number, by Intl.PluralRules: `plural(n, { one: "file", other: "files" })`, without the number. */
  readonly plural: (n: number, forms: { readonly one: string; readonly other: string }) => string;
  /** 1234.5 as the language writes it. */
  readonly number: (n: number) => string;
  /** "a, b and c". */
  readonly list: (items: readonly Said[]) => string;
  /** The sentence of a message that is a part of this one; other words as they are. */
  readonly word: (said: Said) => string;
}

/** A catalogue has a sentence for every code, from the same parameters as the English one. */
export type Catalogue = {
  readonly [Code in MessageCode]: English[Code] extends (...taken: infer Taken) => string
    ? string | ((...taken: Taken) => string)
    : string;
};
