import type { Text } from "../text/english.ts";

/** Given by the page, in the language of the lesson's prose; English where nobody gives it. */
export interface FigureWords {
  readonly words?: Text["figures"];
}
