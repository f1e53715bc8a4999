import type { Duplex } from "node:stream";
import { judgeComposeScrapes } from "../../core/check/judge-compose-scrapes.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import { collectCompose, composeFile, noComposeFacts } from "./compose/collect-compose.ts";
import type { Grading } from "./grading.ts";

/**
 * Judges the checks that need compose, each in a fresh seat, which is thrown away. `runs` resolves once it is
 * known whether the image runs at all: when it does not, that is the finding, and compose is not judged.
 */
export async function gradeCompose(
  host: SeatHost<Duplex>,
  grading: Grading,
  runs: Promise<boolean>,
): Promise<void> {
  const file = composeFile(grading.files);
  for (const check of grading.ledger.of("compose-scrapes")) {
    if (file === null) {
      if (await runs) grading.ledger.decide(judgeComposeScrapes(check, noComposeFacts(null)));
      continue;
    }
    grading.emit({ type: "phase", title: `Bringing ${file.path} up in a seat of its own` });
    const seat = await host.takeGradingSeat({ signal: grading.signal });
    try {
      const facts = await collectCompose(seat, grading, check, file);
      if (await runs) grading.ledger.decide(judgeComposeScrapes(check, facts));
    } finally {
      await seat.discard();
    }
  }
}
