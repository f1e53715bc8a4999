import type { Duplex } from "node:stream";
import type { RebuildFacts } from "../../core/check/judge-rebuild.ts";
import { judgeShareOfStarter } from "../../core/check/judge-share-of-starter.ts";
import { installedPackages } from "../../core/check/python-packages.ts";
import { finalFiles } from "../../core/image/final-files.ts";
import { AppError } from "../../core/errors.ts";
import type { Seat, SeatFile } from "../../core/seat/port.ts";
import { parseApart } from "../parsers/parse-apart.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { runBuild, type RunBuildOutcome } from "../docker/build/run-build.ts";
import { Engine } from "../docker/engine.ts";
import { builtImageOf, readImage } from "../docker/read-image.ts";
import type { CheckOf } from "./check-ledger.ts";
import type { GradedImage } from "./grade-image.ts";
import { plainEnd, type Grading } from "./grading.ts";

/** Enough for the log of an install; what a check reads of it is its lines. */
const LOG_CHARACTERS = 200_000;
const EDIT_BYTES = 1_000_000;

/**
 * Judges what only a further build shows: the same files again after an edit, and the starter beside the student's
 * image. All of it happens in the seat that has just built the image, whose cache is then what a student's own is.
 */
export async function gradeBuilds(seat: Seat<Duplex>, grading: Grading, image: GradedImage): Promise<void> {
  const { ledger } = grading;
  const engine = new Engine(seat);
  try {
    for (const check of ledger.of("rebuild")) {
      grading.emit({ type: "phase", title: `Building again after an edit of ${check.edit.path}` });
      const judge = async (edit: typeof check.edit) =>
        parseApart("judgeRebuild", [check, await rebuild(seat, engine, grading, image, edit)]);
      const first = await judge(check.edit);
      // A builder that has not let go of a cache mount yet gives the next build an empty one; a second look tells.
      const again = first.status === "failed" && check.expect === "no-second-download";
      const more = { ...check.edit, append: `${check.edit.append}\n# once more` };
      ledger.decide(again ? await judge(more) : first);
    }
    for (const check of ledger.of("share-of-starter")) {
      grading.emit({ type: "phase", title: "Building what you began with, to compare" });
      const starterBytes = await weighStarter(seat, engine, grading);
      const { bytes, layers } = image.report;
      ledger.decide(judgeShareOfStarter(check, { bytes, layers, starterBytes }));
    }
  } finally {
    engine.close();
  }
}

async function rebuild(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  image: GradedImage,
  edit: CheckOf<"rebuild">["edit"],
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
function edited(files: readonly SeatFile[], edit: CheckOf<"rebuild">["edit"]): SeatFile[] {
  const before = textOf(files.find((file) => file.path === edit.path)?.content ?? "");
  const content = `${before.slice(0, EDIT_BYTES)}${before === "" || before.endsWith("\n") ? "" : "\n"}${edit.append}\n`;
  return [...files.filter((file) => file.path !== edit.path), { path: edit.path, content }];
}

async function weighStarter(seat: Seat<Duplex>, engine: Engine, grading: Grading): Promise<number> {
  const { outcome } = await build(seat, engine, grading, grading.starter);
  if (outcome.status !== "built") {
    throw new AppError("INTERNAL", {
      message: `the starter does not build: ${outcome.status === "canceled" ? "canceled" : outcome.message}`,
      userMessage: "What your image is compared with does not build just now. Check again in a moment.",
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
