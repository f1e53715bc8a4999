import type { Duplex } from "node:stream";
import type { Advice } from "../../core/advice/advice.ts";
import type { ImageReport } from "../../core/image/report.ts";
import type { Seat } from "../../core/seat/port.ts";
import { parseApart } from "../parsers/parse-apart.ts";
import type { BuildRequest } from "./build/build-request.ts";
import { textOf } from "./build/pack-context.ts";
import { runBuild } from "./build/run-build.ts";
import type { Cut } from "./cut-json.ts";
import { Engine } from "./engine.ts";
import { builtImageOf, type ReadImage, readImage } from "./read-image.ts";
import { reportImage, type ScannedImageLayer } from "./report-image.ts";

export type BuildOutcome =
  | { status: "built"; report: ImageReport }
  /** The student's: what is wrong, and the line when there is one. */
  | { status: "failed"; message: string; line: number | null }
  /** Memory, time, log, disk: in words, naming step, line and limit. */
  | { status: "limit"; message: string; line: number | null }
  | { status: "canceled" };

/** What a grader needs besides: the image as read, and what lies in its layers. */
export interface BuiltDetails {
  readonly image: ReadImage;
  readonly scanned: readonly ScannedImageLayer[] | null;
  /** Ids of the secrets that the builder has asked for. */
  readonly askedSecrets: ReadonlySet<string>;
}

/**
 * Builds the image from the files on the seat's engine. Emits step, log, progress and notice as they come,
 * `built` at once when the image is there (sizes by layer), then `report` (what is in the layers). An abort
 * ends it within 2 s with "canceled". Throws AppError for faults of seat and engine.
 */
export async function buildImage(seat: Seat<Duplex>, request: BuildRequest): Promise<BuildOutcome> {
  const { outcome } = await buildWithDetails(seat, request);
  return outcome;
}

export async function buildWithDetails(
  seat: Seat<Duplex>,
  request: BuildRequest,
): Promise<{ outcome: BuildOutcome; details: BuiltDetails | null }> {
  const engine = new Engine(seat);
  try {
    const built = await runBuild(seat, engine, request);
    if (built.status !== "built") return { outcome: built, details: null };
    const image = await readImage(engine, built.imageId, built.dockerfile, request.signal);
    tellCut(image.cut, request);
    request.emit({ type: "built", image: builtImageOf(image) });
    const { report: found, scanned } = await reportImage(seat, image, built.steps, request.signal);
    const report = {
      ...found,
      advice: await advise(request),
    };
    request.emit({ type: "report", report });
    return {
      outcome: { status: "built", report },
      details: { image, scanned, askedSecrets: built.askedSecrets },
    };
  } catch (error) {
    if (request.signal.aborted) return { outcome: { status: "canceled" }, details: null };
    throw error;
  } finally {
    engine.close();
  }
}

/** What there is to say of the files; nothing, with a word about it, when they take too long to look through. */
async function advise({ files, emit }: BuildRequest): Promise<Advice[]> {
  try {
    const texts = files.map(({ path, content }) => ({ path, content: textOf(content) }));
    return await parseApart("advise", texts);
  } catch (error) {
    console.error("no advice for a build:", error);
    emit({
      type: "notice",
      level: "info",
      text: "There are no suggestions: looking through your files took too long.",
    });
    return [];
  }
}

/** A label of a megabyte is allowed, and shown nowhere in full: then it is said. */
function tellCut({ texts, items }: Cut, { emit }: BuildRequest): void {
  if (texts + items === 0) return;
  const long = texts === 0 ? "" : `${texts} long ${texts === 1 ? "text" : "texts"}`;
  const many = items === 0 ? "" : `${items} ${items === 1 ? "entry" : "entries"} of long lists`;
  const what = [long, many].filter((one) => one !== "").join(" and ");
  emit({
    type: "notice",
    level: "info",
    text: `The report shows the image's settings and history cut: ${what} (labels, environment, commands). The image has them in full.`,
  });
}
