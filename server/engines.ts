import { AppError } from "../core/errors.ts";
import { buildImage } from "./docker/build-image.ts";
import { requestApp } from "./docker/request-app.ts";
import { runContainer } from "./docker/run-container.ts";
import type { Engines } from "./runs/engines.ts";

/** What runs do, for real. */
export const engines: Engines = {
  buildImage,
  runContainer,
  requestApp,
  gradeWorkspace: () =>
    Promise.reject(
      new AppError("SEAT_UNAVAILABLE", { message: "no grader yet", userMessage: "Checks cannot run yet." }),
    ),
};
