import type { Document } from "yaml";
import { Composer, LineCounter, Parser } from "yaml";

/** Each mistake costs more than the text around it, and nobody reads more of them. */
const MAX_MISTAKES = 20;

/**
 * Reads a YAML file as far as it can be read, with the places of what is in it: its first document. Mistakes beyond
 * the first few are left out, and messages have no picture of their line: both made it slow. `isExcessive` is asked
 * first.
 */
export function parseYaml(
  text: string,
  options: { readonly merge?: boolean } = {},
): { readonly document: Document.Parsed; readonly documents: number; readonly counter: LineCounter } {
  const counter = new LineCounter();
  let mistakes = 0;
  function* tokens() {
    for (const token of new Parser(counter.addNewLine).parse(text)) {
      if (token.type !== "error" || ++mistakes <= MAX_MISTAKES) yield token;
    }
  }
  const composer = new Composer({ ...options, strict: false, prettyErrors: false, logLevel: "silent" });
  const documents = [...composer.compose(tokens(), true, text.length)];
  const [document] = documents;
  if (document === undefined) throw new Error("a text has one document at least");
  return { document, documents: documents.length, counter };
}
