/*
 * Every kind of check, one line each: the name is the module's, the rest stands in its file. What is missing in a
 * file does not compile there; a kind without a collector does not compile in server/grading/collectors.ts.
 */
export { answers } from "./judge-answers.ts";
export { composeFile } from "./judge-compose-file.ts";
export { composeGpu } from "./judge-compose-gpu.ts";
export { composeKeeps } from "./judge-compose-keeps.ts";
export { composeOutage } from "./judge-compose-outage.ts";
export { composeReach } from "./judge-compose-reach.ts";
export { composeScrapes } from "./judge-compose-scrapes.ts";
export { composeWaits } from "./judge-compose-waits.ts";
export { gpuReservation } from "./judge-gpu-reservation.ts";
export { gpuStage } from "./judge-gpu-stage.ts";
export { healthReacts } from "./judge-health-reacts.ts";
export { imageConfig } from "./judge-image-config.ts";
export { multiStage } from "./judge-multi-stage.ts";
export { noWaste } from "./judge-no-waste.ts";
export { nonRoot } from "./judge-non-root.ts";
export { notInImage } from "./judge-not-in-image.ts";
export { pushed } from "./judge-pushed.ts";
export { rebuild } from "./judge-rebuild.ts";
export { seatState } from "./judge-seat-state.ts";
export { secretKept } from "./judge-secret-kept.ts";
export { shareOfStarter } from "./judge-share-of-starter.ts";
export { smallAndWorks } from "./judge-small-and-works.ts";
export { stops } from "./judge-stops.ts";
