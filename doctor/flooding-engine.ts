import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Engines } from "../server/runs/engines.ts";
import { fakeReport } from "../testing/engines/fake-engines.ts";

const PIECE_BYTES = 48 * 1024;

/** First line of a Dockerfile whose build prints that many bytes: text that hardly compresses. */
export const floodOf = (bytes: number) => `# flood ${bytes}\nFROM scratch\n`;

/** A builder that prints as much as the Dockerfile says, and builds nothing. */
export const buildFlood: Engines["buildImage"] = async (_seat, { files, emit, signal }) => {
  const dockerfile = files.find(({ path }) => path === "Dockerfile")?.content ?? "";
  let left = Number(/^# flood (\d+)$/m.exec(dockerfile)?.[1] ?? 0);
  for (let piece = 0; left > 0 && !signal.aborted; piece += 1, left -= PIECE_BYTES) {
    emit({ type: "log", stepId: "a", text: `${randomBytes((PIECE_BYTES * 3) / 4).toString("base64")}\n` });
    // As fast as a seat's stream comes in, and no faster: what waits to be stored is not what is tried.
    if (piece % 4 === 3) await pause(5);
  }
  emit({ type: "log", stepId: null, text: "building\n" });
  return { status: "built", report: fakeReport };
};
