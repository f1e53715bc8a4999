import type { Duplex } from "node:stream";
import type { SecretKeptCheck, SecretKeptFacts, SecretPlace } from "../../../core/check/judge-secret-kept.ts";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { Engine } from "../../docker/engine.ts";
import { layerDirectories } from "../../docker/scan-layers.ts";
import type { PartOf } from "../collector.ts";
import type { GradedImage } from "../grade-image.ts";
import { spellSecret } from "./spell-secret.ts";

type Details = GradedImage["details"];

const SEARCH_MS = 60_000;
const OUTPUT_BYTES = 1024 * 1024;
const MAX_PLACES = 50;
/** grep: 1 is "found nothing". */
const SCRIPT = `cd "$1" && { grep -rlaFZ -D skip -f - . || [ $? = 1 ]; }`;

/** Looks for what was drawn for this grading in the image that was just built, in the same seat. */
export async function findSecret(
  check: SecretKeptCheck,
  { seat, grading, image }: PartOf["image"],
): Promise<SecretKeptFacts> {
  const { secrets, dockerfile, emit, signal } = grading;
  const { details } = image;
  emit({ type: "phase", title: "Looking for the key in every layer" });
  const spellings = spellSecret(
    Buffer.from(secrets.get(check.secret) ?? "")
      .toString()
      .trim(),
  );
  const inFiles = await searchLayers(seat, details, spellings, signal);
  const inWords = await searchDescription(seat, details, spellings, signal);
  return { dockerfile, asked: details.askedSecrets.has(check.secret), places: [...inFiles, ...inWords] };
}

/** In what the files of each own layer hold, and in their names. */
async function searchLayers(
  seat: Seat<Duplex>,
  { image, scanned }: Details,
  spellings: readonly string[],
  signal: AbortSignal,
): Promise<SecretPlace[]> {
  const directories = layerDirectories(image.inspect);
  if (directories === null) throw notReadable();
  const places: SecretPlace[] = [];
  for (const layer of scanned.filter(({ origin }) => origin === "own")) {
    const result = await seat.exec(["sh", "-c", SCRIPT, "search", directories[layer.index] ?? "/nowhere"], {
      input: `${spellings.join("\n")}\n`,
      environment: { LC_ALL: "C" },
      timeoutMs: SEARCH_MS,
      maxOutputBytes: OUTPUT_BYTES,
      signal,
    });
    signal.throwIfAborted();
    // Larger than grep can hold or than there is time for: a student's doing.
    if (result.exitCode !== 0 && !result.truncated) {
      const where = `the layer of ${hide(layer.createdBy, spellings).slice(0, 80)} could not be searched`;
      places.push({ where, kind: "unsearched", isHidden: false, line: layer.line });
      continue;
    }
    const found = result.stdout.split("\0").filter((path) => path !== "");
    const named = layer.files.filter(({ path }) => spellings.some((one) => path.includes(one)));
    for (const path of [...found.map((one) => one.replace(/^\.\//, "")), ...named.map((one) => one.path)]) {
      if (places.length >= MAX_PLACES) return places;
      const isHidden = scanned.some(
        (later) =>
          later.index > layer.index &&
          later.files.some(
            (file) =>
              (file.kind === "whiteout" && (file.path === path || path.startsWith(`${file.path}/`))) ||
              (file.kind === "file" && file.path === path),
          ),
      );
      const shown = hide(path, spellings);
      const where = `/${shown.slice(0, 300)}, in the layer of ${hide(layer.createdBy, spellings).slice(0, 80)}`;
      places.push({ where, kind: "file", isHidden, line: layer.line });
    }
  }
  return places;
}

/** In what the engine tells of the image: its configuration, and how each layer was made. */
async function searchDescription(
  seat: Seat<Duplex>,
  { image }: Details,
  spellings: readonly string[],
  signal: AbortSignal,
): Promise<SecretPlace[]> {
  const engine = new Engine(seat);
  try {
    const found: SecretPlace[] = [];
    for (const [rest, kind, where] of [
      ["json", "configuration", "the image's configuration (docker image inspect)"],
      ["history", "history", "the image's history (docker history --no-trunc)"],
    ] as const) {
      const path = `/images/${image.inspect.Id}/${rest}`;
      const { body } = await engine.call({ method: "GET", path, signal, maxBytes: 16 * 1024 * 1024 });
      const text = body.toString("utf8");
      if (!spellings.some((one) => text.includes(one))) continue;
      const line =
        image.layers.find(({ createdBy }) => spellings.some((one) => createdBy.includes(one)))?.line ?? null;
      found.push({ where, kind, isHidden: false, line });
    }
    return found;
  } finally {
    engine.close();
  }
}

const hide = (text: string, spellings: readonly string[]): string =>
  spellings.reduce((hidden, one) => hidden.replaceAll(one, "***"), text);

const notReadable = () =>
  new AppError("INTERNAL", {
    message: "the layers of an image in a grading seat lie elsewhere than expected",
    userMessage: say("grading.no-look"),
  });
