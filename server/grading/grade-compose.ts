import type { Duplex } from "node:stream";
import { judgeComposeScrapes } from "../../core/check/judge-compose-scrapes.ts";
import type { Seat } from "../../core/seat/port.ts";
import { collectCompose, composeFile, noComposeFacts } from "./compose/collect-compose.ts";
import { gradeStack } from "./grade-stack.ts";
import type { Grading } from "./grading.ts";

const STACK_KINDS = [
  "compose-file",
  "compose-waits",
  "compose-reach",
  "compose-outage",
  "compose-keeps",
] as const;

/**
 * Judges the checks that need compose, in the seat that built the image, whose build cache makes the build of
 * compose.yaml a matter of a second. The policy keeps what runs there away from engine and other containers.
 */
export async function gradeCompose(seat: Seat<Duplex>, grading: Grading): Promise<void> {
  const file = composeFile(grading.files);
  if (STACK_KINDS.some((kind) => grading.ledger.of(kind).length > 0)) {
    await gradeStack(seat, grading, file);
    return;
  }
  for (const check of grading.ledger.of("compose-scrapes")) {
    if (file === null) {
      grading.ledger.decide(judgeComposeScrapes(check, noComposeFacts(null)));
      continue;
    }
    grading.emit({ type: "phase", title: `Bringing ${file.path} up` });
    grading.ledger.decide(judgeComposeScrapes(check, await collectCompose(seat, grading, check, file)));
  }
}
