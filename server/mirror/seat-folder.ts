import type { Duplex } from "node:stream";
import { extract, pack } from "tar-stream";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { findPathProblem } from "../../core/lab/workspace-path.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { CommonFile } from "./decide-file.ts";
import { CHANGE_FOLDER, WATCH_FOLDER, WORKSPACE } from "./folder-scripts.ts";

/** A regular file in the seat, as a look at the folder finds it. `mark` changes whenever the file does. */
export interface SeenFile {
  readonly size: number;
  readonly mark: string;
}

const MAX_LISTING_BYTES = 512 * 1024;
const MAX_NOTES_BYTES = 256 * 1024;
const TIMEOUT_MS = 20_000;
/** Between two looks at a listing. */
const REST_MS = 300;
/** Header and padding of one file in an archive, long names included. */
const TAR_OVERHEAD_BYTES = 4096;

export interface FolderChange {
  readonly path: string;
  /** Hash of what is in the seat now; null when there is nothing. The change is left out when that is not so. */
  readonly instead: string | null;
  /** Null: the file goes. */
  readonly content: string | null;
}

/** The folder of one lab in one seat. */
export class SeatFolder {
  readonly path: string;
  readonly #name: string;
  readonly #seat: Seat<Duplex>;

  /** @param name plain name of the folder */
  constructor(seat: Seat<Duplex>, name: string) {
    this.#seat = seat;
    this.#name = name;
    this.path = `${WORKSPACE}/${name}`;
  }

  /** Calls `onListing` with what is there, now and after every change, until `stop` or the end of the seat. */
  async watch(
    onListing: (files: ReadonlyMap<string, SeenFile>) => void,
    onEnd: () => void,
  ): Promise<() => void> {
    const stream = await this.#seat.dial(["bash", "-c", WATCH_FOLDER, "watch", this.path]);
    let waiting = Buffer.alloc(0);
    stream.on("data", (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      const end = waiting.lastIndexOf(0);
      if (end !== -1) {
        const from = waiting.lastIndexOf(0, end - 1) + 1;
        onListing(parseListing(waiting.toString("utf8", end === 0 ? 0 : from, end)));
        waiting = waiting.subarray(end + 1);
        // A seat that lists and lists waits: ours does not speak more often than this.
        stream.pause();
        setTimeout(() => stream.resume(), REST_MS).unref();
      }
      if (waiting.length > MAX_LISTING_BYTES) stream.destroy();
    });
    stream.on("error", () => undefined);
    stream.once("close", onEnd);
    stream.once("end", () => stream.destroy());
    return () => {
      stream.destroy();
    };
  }

  /** Text of these files; one that is gone, too large, no regular file or not text is left out. */
  async read(
    paths: readonly string[],
    limits: { readonly fileBytes: number; readonly totalBytes: number },
  ): Promise<Map<string, string>> {
    const chunks: Buffer[] = [];
    await this.#seat.exec(
      ["tar", "-c", "--no-recursion", "--null", "--verbatim-files-from", "-T", "-", "-f", "-"],
      {
        cwd: this.path,
        input: paths.join("\0"),
        timeoutMs: TIMEOUT_MS,
        maxOutputBytes: limits.totalBytes + paths.length * TAR_OVERHEAD_BYTES,
        onOutput: (chunk, stream) => {
          if (stream === "stdout") chunks.push(Buffer.from(chunk));
        },
      },
    );
    return readArchive(Buffer.concat(chunks), new Set(paths), limits.fileBytes);
  }

  /** Carries out changes, and notes what is common from now on. */
  async change(changes: readonly FolderChange[], common: ReadonlyMap<string, CommonFile>): Promise<void> {
    const archive = pack();
    for (const { path, content } of changes) {
      if (content !== null) archive.entry({ name: `files/${path}`, mode: 0o644 }, content);
    }
    const notes = [...common].map(([path, { hash, version }]) => `${hash} ${version} ${path}\n`).join("");
    archive.entry({ name: "common", mode: 0o600 }, notes);
    archive.finalize();
    const bytes: Buffer[] = [];
    for await (const chunk of archive as AsyncIterable<Buffer>) bytes.push(chunk);
    const orders = changes.map(
      ({ path, instead, content }) => `${content === null ? "remove" : "put"} ${instead ?? "-"} ${path}`,
    );
    const result = await this.#seat.exec(
      ["bash", "-c", CHANGE_FOLDER, "change", this.path, this.#name, ...orders],
      { input: Buffer.concat(bytes), timeoutMs: TIMEOUT_MS, maxOutputBytes: 16 * 1024 },
    );
    if (result.exitCode === 0) return;
    throw new AppError("SEAT_UNAVAILABLE", {
      message: `the folder ${this.path} could not be changed: exit ${result.exitCode}: ${result.stderr.slice(0, 300)}`,
      userMessage: /space|quota/i.test(result.stderr)
        ? say("machine.disk-full")
        : say("machine.folder-refuses", { folder: this.path }),
    });
  }

  /** What was noted as common at the last change; nothing in a fresh seat. */
  async readCommon(): Promise<Map<string, CommonFile>> {
    const result = await this.#seat.exec(["cat", `${WORKSPACE}/.drydock/${this.#name}`], {
      timeoutMs: TIMEOUT_MS,
      maxOutputBytes: MAX_NOTES_BYTES,
    });
    const common = new Map<string, CommonFile>();
    if (result.exitCode !== 0) return common;
    for (const line of result.stdout.split("\n")) {
      const match = noteLine.safeParse(/^([0-9a-f]{64}) (\d{1,9}) (.+)$/.exec(line));
      if (match.success) common.set(match.data[3], { hash: match.data[1], version: Number(match.data[2]) });
    }
    return common;
  }
}

const noteLine = z.tuple([z.string(), z.string(), z.string(), z.string()]);

/** Lines of WATCH_FOLDER. Names that no file of a workspace may have are not there for us. */
export function parseListing(text: string): Map<string, SeenFile> {
  const files = new Map<string, SeenFile>();
  for (const line of text.split("\n")) {
    const match = /^(\d{1,15}) (-?[\d.]{1,40} -?[\d.]{1,40}) (.+)$/.exec(line);
    if (match === null) continue;
    const [, size = "", times = "", path = ""] = match;
    // What is not UTF-8 has become U+FFFD.
    if (path.includes("\ufffd") || findPathProblem(path) !== null) continue;
    files.set(path, { size: Number(size), mark: `${size} ${times}` });
  }
  return files;
}

async function readArchive(
  bytes: Buffer,
  wanted: ReadonlySet<string>,
  fileBytes: number,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const reader = extract();
  reader.on("error", () => undefined);
  reader.end(bytes);
  try {
    for await (const entry of reader) {
      const { name, type, size } = entry.header;
      const parts: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) parts.push(chunk);
      if (type !== "file" || !wanted.has(name) || size > fileBytes) continue;
      const text = asText(Buffer.concat(parts));
      if (text !== null) texts.set(name, text);
    }
  } catch {
    // The rest of the archive is cut off or broken; what came before it is whole.
  }
  return texts;
}

function asText(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
