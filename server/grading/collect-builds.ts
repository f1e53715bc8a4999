import type { Duplex } from "node:stream";
import { judgeRebuild, type RebuildCheck, type RebuildFacts } from "../../core/check/judge-rebuild.ts";
import type { ShareFacts } from "../../core/check/judge-share-of-starter.ts";
import { installedPackages } from "../../core/check/python-packages.ts";
import { AppError } from "../../core/errors.ts";
import { finalFiles } from "../../core/image/final-files.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat, SeatFile } from "../../core/seat/port.ts";
import type { RunBuildOutcome } from "../docker/build/build-request.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { runBuild } from "../docker/build/run-build.ts";
import type { Engine } from "../docker/engine.ts";
import { builtImageOf, readImage } from "../docker/read-image.ts";
import type { PartOf } from "./collector.ts";
import type { GradedImage } from "./grade-image.ts";
import { type Grading, plainEnd } from "./grading.ts";

/** Enough for the log of an install; what a check reads of it is its lines. */
const LOG_CHARACTERS = 200_000;
const EDIT_BYTES = 1_000_000;

/** The same files built again after an edit, in the seat whose cache the first build has filled. */
export async function collectRebuild(
  check: RebuildCheck,
  { seat, engine, grading, image }: PartOf["build"],
): Promise<RebuildFacts> {
  grading.emit({ type: "phase", title: `Building again after an edit of ${check.edit.path}` });
  const first = await rebuild(seat, engine, grading, image, check.edit);
  // A builder that has not let go of a cache mount yet gives the next build an empty one; a second look tells.
  const again = check.expect === "no-second-download" && judgeRebuild(check, first).status === "failed";
  const more = { ...check.edit, append: `${check.edit.append}\n# once more` };
  return again ? await rebuild(seat, engine, grading, image, more) : first;
}

/** The starter's image beside the student's, built in the same seat from the same base. */
export async function collectShare(
  _check: unknown,
  { seat, engine, grading, image }: PartOf["build"],
): Promise<ShareFacts> {
  grading.emit({ type: "phase", title: "Building what you began with, to compare" });
  const { bytes, layers } = image.report;
  return { bytes, layers, starterBytes: await weighStarter(seat, engine, grading) };
}

async function rebuild(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  image: GradedImage,
  edit: RebuildCheck["edit"],
): Promise<RebuildFacts> {
  const { outcome, log } = await build(seat, engine, grading, edited(grading.files, edit));
  const facts = {
    dockerfile: textOf(grading.files.find((file) => file.path === "Dockerfile")?.content ?? ""),
    installed: installedPackages(finalFiles(image.details.scanned)).map(({ name }) => name),
    firstMs: image.report.buildMs,
    log,
  };
  if (outcome.status !== "built") {
    const failed = outcome.status === "canceled" ? "it was canceled" : outcome.message;
    return { ...facts, failed, changed: false, steps: [], secondMs: 0 };
  }
  const again = outcome.steps.filter((step) => step.line !== null && step.state === "done");
  return {
    ...facts,
    failed: null,
    changed: outcome.imageId !== image.report.id,
    steps: outcome.steps,
    secondMs: again.reduce((sum, step) => sum + (step.durationMs ?? 0), 0),
  };
}

/** A file that the student has deleted is made anew: the edit then is its whole text. */
function edited(files: readonly SeatFile[], edit: RebuildCheck["edit"]): SeatFile[] {
  const before = textOf(files.find((file) => file.path === edit.path)?.content ?? "");
  const content = `${before.slice(0, EDIT_BYTES)}${before === "" || before.endsWith("\n") ? "" : "\n"}${edit.append}\n`;
  return [...files.filter((file) => file.path !== edit.path), { path: edit.path, content }];
}

async function weighStarter(seat: Seat<Duplex>, engine: Engine, grading: Grading): Promise<number> {
  const { outcome } = await build(seat, engine, grading, grading.starter);
  if (outcome.status !== "built") {
    throw new AppError("INTERNAL", {
      message: `the starter does not build: ${outcome.status === "canceled" ? "canceled" : outcome.message}`,
      userMessage: say("grading.no-comparison"),
    });
  }
  return builtImageOf(await readImage(engine, outcome.imageId, outcome.dockerfile, grading.signal)).bytes;
}

/** Its steps are not shown: to the page they would be those of the first build. */
async function build(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  files: readonly SeatFile[],
): Promise<{ outcome: RunBuildOutcome; log: string }> {
  const { limits, signal } = grading;
  let log = "";
  const outcome = await runBuild(seat, engine, {
    files,
    secrets: grading.secrets,
    tag: "drydock-again:latest",
    limits: { logBytes: limits.logBytes, seconds: limits.buildSeconds },
    signal,
    emit: (event) => {
      if (event.type === "log") log = (log + event.text).slice(-LOG_CHARACTERS);
    },
  });
  signal.throwIfAborted();
  return { outcome, log: plainEnd(log, LOG_CHARACTERS) };
}
