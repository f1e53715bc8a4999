import { buildImage } from "./docker/build-image.ts";
import { requestApp } from "./docker/request-app.ts";
import { runContainer } from "./docker/run-container.ts";
import { gradeWorkspace } from "./grading/grade-workspace.ts";
import type { Engines } from "./runs/engines.ts";

/** What runs do, for real. */
export const engines: Engines = { buildImage, runContainer, requestApp, gradeWorkspace };
