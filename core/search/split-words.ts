export interface Word {
  /** In small letters, without accents: what is compared. */
  readonly word: string;
  /** Where it stands in the text it is from. */
  readonly start: number;
  readonly end: number;
}

/** Words are runs of letters and digits: "COPY --from=builder" is copy, from, builder. */
export function splitWords(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    word: match[0].normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
