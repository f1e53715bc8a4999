import type { Duplex } from "node:stream";
import type { Seat } from "../../core/seat/port.ts";
import type { AnyStackCollector } from "./collector.ts";
import { composeFile } from "./compose/collect-compose.ts";
import { gradeStack } from "./grade-stack.ts";
import type { Grading } from "./grading.ts";
import { checksIn, collectorOf, judgeFacts } from "./judge-checks.ts";

/**
 * Judges the checks that need compose, in the seat that built the image, whose build cache makes the build of
 * compose.yaml a matter of a second. The policy keeps what runs there away from engine and other containers.
 */
export async function gradeCompose(seat: Seat<Duplex>, grading: Grading): Promise<void> {
  const checks = checksIn("stack", grading.ledger).map((check) => ({
    check,
    alone: (collectorOf(check) as AnyStackCollector).alone,
  }));
  if (checks.some(({ alone }) => alone === undefined)) {
    await gradeStack(seat, grading, composeFile(grading.files));
    return;
  }
  for (const { check, alone } of checks) {
    if (alone !== undefined) grading.ledger.decide(judgeFacts(check, await alone(check, { seat, grading })));
  }
}
