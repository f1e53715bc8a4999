import type { Duplex } from "node:stream";
import type { RegistryAccess } from "../../../core/registry/access.ts";
import type { SeatHost } from "../../../core/seat/port.ts";
import type { Grading } from "../grading.ts";
import { checksIn, judgeChecks } from "../judge-checks.ts";

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
