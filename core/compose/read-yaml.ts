import { parseAllDocuments } from "yaml";
import { isExcessive } from "./is-excessive.ts";
import { asRecord } from "./policy-values.ts";

/**
 * The documents of a Compose file as maps, anchors and merge keys worked out: compose lays later ones over the
 * first. Null for what cannot be read here, whatever compose makes of it.
 */
export function readComposeYaml(text: string): readonly Readonly<Record<string, unknown>>[] | null {
  if (isExcessive(text)) return null;
  try {
    const documents = parseAllDocuments(text, { merge: true, strict: false, logLevel: "silent" });
    if (!Array.isArray(documents)) return [];
    if (documents.some(({ errors }) => errors.length > 0)) return null;
    return documents.flatMap((document) => {
      const record = asRecord(document.toJS());
      return record === null ? [] : [record];
    });
  } catch {
    return null;
  }
}
