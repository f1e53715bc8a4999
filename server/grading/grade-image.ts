import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import type { ImageReport } from "../../core/image/report.ts";
import { imageOf } from "../../core/lab/image-of.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat } from "../../core/seat/port.ts";
import { buildWithDetails, type BuiltDetails } from "../docker/build-image.ts";
import { type Grading, plainEnd } from "./grading.ts";
import { judgeChecks } from "./judge-checks.ts";

export interface GradedImage {
  readonly report: ImageReport;
  readonly details: BuiltDetails & { readonly scanned: NonNullable<BuiltDetails["scanned"]> };
}

/** Of a failed build: enough for its error, and little of what came before. */
const EXCERPT_LINES = 15;

/**
 * Builds the image in a grading seat and judges what needs nothing but the image. Null when it does not build:
 * then there is one blocking finding.
 */
export async function gradeImage(seat: Seat<Duplex>, grading: Grading): Promise<GradedImage | null> {
  const { lab, files, limits, signal, ledger, found } = grading;
  let log = "";
  grading.emit({ type: "phase", title: "Building the image" });
  const { outcome, details } = await buildWithDetails(seat, {
    files,
    secrets: grading.secrets,
    tag: imageOf(lab),
    limits: { logBytes: limits.logBytes, seconds: limits.buildSeconds },
    signal,
    emit: (event) => {
      if (event.type === "log") log = (log + event.text).slice(-20_000);
      grading.emit(event);
    },
  });
  if (outcome.status === "canceled") {
    signal.throwIfAborted();
    throw new AppError("INTERNAL", {
      message: "a build canceled by nobody",
      userMessage: say("grading.again"),
    });
  }
  if (outcome.status !== "built") {
    found.blocking = {
      title: "The image does not build",
      explanation: outcome.message,
      log: plainEnd(log, 4000, EXCERPT_LINES),
      line: outcome.line,
    };
    return null;
  }
  if (details?.scanned === null || details === null) {
    throw new AppError("INTERNAL", {
      message: "the layers of an image in a grading seat could not be read",
      userMessage: say("grading.no-look"),
    });
  }
  const { report } = outcome;
  found.image = {
    bytes: report.bytes,
    layers: report.layers,
    user: report.user,
    healthcheck: report.healthcheck,
  };
  const image = { report, details: { ...details, scanned: details.scanned } };
  await judgeChecks("image", ledger, { seat, grading, image });
  return image;
}
