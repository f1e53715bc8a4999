import { createHash } from "node:crypto";
import { tryRendering } from "./lint/try-rendering.ts";

/** A course has tens of lessons. */
const KEPT = 200;
const known = new Map<string, Promise<string | null>>();

/**
 * Why a compiled lesson cannot be shown: data that a component cannot take, or anything else that throws when it is
 * rendered. Looked at once for each text, so that a reader gets words and no half page. Null for one that can.
 */
export function findRenderFault(code: string): Promise<string | null> {
  const hash = createHash("sha256").update(code).digest("hex");
  const kept = known.get(hash);
  if (kept !== undefined) return kept;
  const looking = tryRendering(code, { type: "root" }).then(
    (problems) => problems.find(({ hides }) => hides === true)?.message ?? null,
  );
  known.set(hash, looking);
  const oldest = known.keys().next();
  if (known.size > KEPT && oldest.done !== true) known.delete(oldest.value);
  return looking;
}
