import type { KindName } from "../../core/check/lab-check.ts";
import { collectRebuild, collectShare } from "./collect-builds.ts";
import { collectComposeGpu, collectGpuStage } from "./collect-gpu.ts";
import {
  collectAnswers,
  collectHealth,
  collectPredictions,
  collectStop,
  collectUser,
  healthWithoutRun,
  userWithoutRun,
  weightWithoutRun,
} from "./collect-run.ts";
import type { CollectorOf } from "./collector.ts";
import { collectReservation } from "./compose/collect-reservation.ts";
import {
  collectKeeping,
  collectOutage,
  readComposeFile,
  readWaits,
  scrapeAlone,
  tryReach,
  tryScrapes,
  tryWaits,
} from "./compose/collect-stack.ts";
import { collectPushed } from "./registry/collect-pushed.ts";
import { collectSeatState } from "./seat/collect-seat-state.ts";
import { findSecret } from "./secrets/find-secret.ts";

/**
 * How the facts of each kind of check are collected. A kind that is missing here does not compile. Within a phase,
 * checks are judged in this order: what takes the stack down comes last.
 */
export const collectors: { readonly [Name in KindName]: CollectorOf<Name> } = {
  "seat-state": collectSeatState,
  pushed: collectPushed,
  "gpu-stage": collectGpuStage,
  "compose-gpu": collectComposeGpu,
  "gpu-reservation": collectReservation,
  "multi-stage": (_check, { grading, image }) => ({
    dockerfile: grading.dockerfile,
    layers: image.details.scanned,
  }),
  "image-config": (_check, { grading, image }) => ({ dockerfile: grading.dockerfile, ...image.report }),
  "no-waste": (_check, { image }) => image.report.waste,
  "not-in-image": (_check, { image }) => ({ layers: image.details.scanned }),
  "secret-kept": findSecret,
  rebuild: collectRebuild,
  "share-of-starter": collectShare,
  "non-root": { when: "up", collect: collectUser, withoutRun: userWithoutRun },
  "small-and-works": { when: "serving", collect: collectPredictions, withoutRun: weightWithoutRun },
  answers: { when: "serving", collect: collectAnswers },
  "health-reacts": { when: "health", collect: collectHealth, withoutRun: healthWithoutRun },
  stops: { when: "stop", collect: collectStop },
  "compose-file": { reads: readComposeFile },
  "compose-reach": { tries: tryReach },
  "compose-scrapes": { tries: tryScrapes, alone: scrapeAlone },
  "compose-waits": { reads: readWaits, tries: tryWaits },
  "compose-outage": { tries: collectOutage },
  "compose-keeps": { tries: collectKeeping },
};
