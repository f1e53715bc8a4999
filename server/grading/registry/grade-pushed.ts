import type { Duplex } from "node:stream";
import { judgePushed, type PushedCheck, type PushedFacts } from "../../../core/check/judge-pushed.ts";
import type { RegistryAccess } from "../../../core/registry/access.ts";
import type { Seat, SeatHost } from "../../../core/seat/port.ts";
import type { Grading } from "../grading.ts";
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
  const checks = ledger.of("pushed");
  if (checks.length === 0) return;
  emit({ type: "phase", title: "Asking the class registry" });
  const access = (await openRegistry?.()) ?? null;
  if (access === null) {
    const reason = "This site has no class registry. Tell your instructor.";
    for (const check of checks) ledger.decide(judgePushed(check, { status: "unknown", reason }));
    return;
  }
  const seat = await host.takeGradingSeat({ signal });
  try {
    for (const check of checks) {
      ledger.decide(judgePushed(check, await look(seat, access, check, signal)));
      signal.throwIfAborted();
    }
  } finally {
    await seat.discard();
  }
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
