import { AppError } from "../core/errors.ts";
import type { Engines } from "./runs/engines.ts";

const missing = () =>
  Promise.reject(
    new AppError("SEAT_UNAVAILABLE", { message: "no engines yet", userMessage: "Builds cannot run yet." }),
  );

export const engines: Engines = {
  buildImage: missing,
  runContainer: missing,
  requestApp: missing,
  gradeWorkspace: missing,
};
