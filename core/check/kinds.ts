/*
 * Every kind of check, one line each: the name is the module's, the rest stands in its file. What is missing in a
 * file does not compile there; a kind without a collector does not compile in server/grading/collectors.ts.
 */
export { multiStage } from "./judge-multi-stage.ts";
export { smallAndWorks } from "./judge-small-and-works.ts";
export { nonRoot } from "./judge-non-root.ts";
export { healthReacts } from "./judge-health-reacts.ts";
export { composeScrapes } from "./judge-compose-scrapes.ts";
export { composeFile } from "./judge-compose-file.ts";
export { composeWaits } from "./judge-compose-waits.ts";
export { composeReach } from "./judge-compose-reach.ts";
export { composeOutage } from "./judge-compose-outage.ts";
export { composeKeeps } from "./judge-compose-keeps.ts";
export { gpuReservation } from "./judge-gpu-reservation.ts";
export { secretKept } from "./judge-secret-kept.ts";
export { pushed } from "./judge-pushed.ts";
export { gpuStage } from "./judge-gpu-stage.ts";
export { composeGpu } from "./judge-compose-gpu.ts";
export { answers } from "./judge-answers.ts";
export { imageConfig } from "./judge-image-config.ts";
export { stops } from "./judge-stops.ts";
export { rebuild } from "./judge-rebuild.ts";
export { shareOfStarter } from "./judge-share-of-starter.ts";
export { noWaste } from "./judge-no-waste.ts";
export { notInImage } from "./judge-not-in-image.ts";
export { seatState } from "./judge-seat-state.ts";
