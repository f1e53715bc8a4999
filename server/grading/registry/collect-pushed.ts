import type { Duplex } from "node:stream";
import type { PushedCheck, PushedFacts } from "../../../core/check/judge-pushed.ts";
import type { RegistryAccess } from "../../../core/registry/access.ts";
import type { Seat } from "../../../core/seat/port.ts";
import type { PartOf } from "../collector.ts";
import { readPushed } from "./read-pushed.ts";

/** What the registry says of the tags that a check names. */
export async function collectPushed(check: PushedCheck, part: PartOf["registry"]): Promise<PushedFacts> {
  if (part === null)
    return { status: "unknown", reason: "This site has no class registry. Tell your instructor." };
  const { seat, access, grading } = part;
  const facts = await look(seat, access, check, grading.signal);
  grading.signal.throwIfAborted();
  return facts;
}

async function look(
  seat: Seat<Duplex>,
  access: RegistryAccess,
  check: PushedCheck,
  signal: AbortSignal,
): Promise<PushedFacts> {
  const labelled = check.tags.flatMap(({ tag, labels }) => (labels === undefined ? [] : [tag]));
  const tags = await readPushed(seat, access, check.repository, labelled, signal);
  if (tags !== null)
    return { status: "known", address: `${access.host}/${access.name}/${check.repository}`, tags };
  return {
    status: "unknown",
    reason: "The class registry does not answer just now. Check again in a moment.",
  };
}
