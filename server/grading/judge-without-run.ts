import { judgeHealthReacts } from "../../core/check/judge-health-reacts.ts";
import { judgeNonRoot } from "../../core/check/judge-non-root.ts";
import { judgeSmallAndWorks } from "../../core/check/judge-small-and-works.ts";
import { resolveUser } from "../../core/check/resolve-user.ts";
import type { GradedImage } from "./grade-image.ts";
import { noHealth, onlyInCompose } from "./health-facts.ts";
import type { Grading } from "./grading.ts";

/**
 * The image does not run. What the image alone already fails is said (no USER, too large, no HEALTHCHECK);
 * everything else depends on a running container and is left to be skipped.
 */
export function judgeWithoutRun(grading: Grading, image: GradedImage): void {
  const { ledger, dockerfile } = grading;
  const { report } = image;
  const user = resolveUser(report.user, null, null);
  const isRoot =
    user.status === "unset" || (user.status === "known" && user.uid === 0) || report.user === "root";
  for (const check of ledger.of("non-root")) {
    const facts = {
      dockerfile,
      configuredUser: report.user,
      passwd: "root:x:0:0::/root:/bin/sh\n",
      group: null,
    };
    if (isRoot) ledger.decide(judgeNonRoot(check, { ...facts, processes: null }));
  }
  for (const check of ledger.of("small-and-works")) {
    if (report.bytes < check.maxBytes) continue;
    ledger.decide(judgeSmallAndWorks(check, { ...report, dockerfile, answers: [] }));
  }
  for (const check of ledger.of("health-reacts")) {
    const test = report.healthcheck?.test ?? [];
    if (test.length > 0 && test[0] !== "NONE") continue;
    const declared = report.healthcheck;
    ledger.decide(
      judgeHealthReacts(check, { ...noHealth, dockerfile, declared, onlyInCompose: onlyInCompose(grading) }),
    );
  }
}
