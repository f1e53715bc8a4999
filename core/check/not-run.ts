import { evidenceOf } from "./decide.ts";
import type { Evidence } from "./result.ts";

/** The line that says what a check of text has left untried, and why. It counts neither for nor against. */
export function notRun(what: string, gpus: string | null): Evidence {
  const because =
    gpus === null
      ? "not tried: the seat that grades has no GPU; the text alone was judged"
      : `not tried by this check, which judges the text alone, although this seat names ${gpus}`;
  return evidenceOf(what, because, true);
}
