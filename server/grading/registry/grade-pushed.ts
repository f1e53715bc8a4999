import type { Duplex } from "node:stream";
import type { PushedCheck, PushedFacts } from "../../../core/check/judge-pushed.ts";
import type { RegistryAccess } from "../../../core/registry/access.ts";
import type { Seat, SeatHost } from "../../../core/seat/port.ts";
import type { PartOf } from "../collector.ts";
import type { Grading } from "../grading.ts";
import { checksIn, judgeChecks } from "../judge-checks.ts";
import { readPushed } from "./read-pushed.ts";

/**
 * Judges what the class registry has below the student's name. It is asked from a seat that nobody has touched, with
 * the student's credential: the registry's own word, whatever the student's seat says of it.
 */
export async function gradePushed(
  host: SeatHost<Duplex>,
  grading: Grading,
  openRegistry: (() => Promise<RegistryAccess | null>) | undefined,
): Promise<void> {
  const { ledger, emit, signal } = grading;
  if (checksIn("registry", ledger).length === 0) return;
  emit({ type: "phase", title: "Asking the class registry" });
  const access = (await openRegistry?.()) ?? null;
  if (access === null) {
    await judgeChecks("registry", ledger, null);
    return;
  }
  const seat = await host.takeGradingSeat({ signal });
  try {
    await judgeChecks("registry", ledger, { seat, grading, access });
  } finally {
    await seat.discard();
  }
}

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
