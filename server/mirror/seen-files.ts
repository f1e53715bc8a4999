import { createHash } from "node:crypto";
import type { SeatFolder, SeenFile } from "./seat-folder.ts";

export interface FolderLimits {
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly files: number;
}

interface InSeat {
  readonly mark: string;
  /** Null: too large, or not text. */
  readonly hash: string | null;
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What is known of the files in the seat's folder. Each is read when it has changed, and then its hash is kept. */
export class SeenFiles {
  readonly #folder: Pick<SeatFolder, "read">;
  readonly #limits: FolderLimits;
  readonly #files = new Map<string, InSeat>();

  constructor(folder: Pick<SeatFolder, "read">, limits: FolderLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Reads what has changed, of the files that matter; answers with the texts. */
  async look(
    listing: ReadonlyMap<string, SeenFile>,
    matters: (path: string) => boolean,
  ): Promise<Map<string, string>> {
    for (const path of this.#files.keys()) if (!listing.has(path)) this.#files.delete(path);
    const fresh: string[] = [];
    for (const [path, { size, mark }] of listing) {
      if (!matters(path) || this.#files.get(path)?.mark === mark) continue;
      if (size > this.#limits.fileBytes) this.#files.set(path, { mark, hash: null });
      else if (fresh.length < this.#limits.files) fresh.push(path);
    }
    if (fresh.length === 0) return new Map();
    const texts = await this.#folder.read(fresh, this.#limits);
    for (const path of fresh) {
      const text = texts.get(path);
      this.#files.set(path, {
        mark: listing.get(path)?.mark ?? "",
        hash: text === undefined ? null : hashOf(text),
      });
    }
    return texts;
  }

  find(path: string): InSeat | undefined {
    return this.#files.get(path);
  }

  /** It is read again at the next look. False when it was not known. */
  forget(path: string): boolean {
    return this.#files.delete(path);
  }

  paths(): Iterable<string> {
    return this.#files.keys();
  }
}
