import type { CommonFile } from "../../server/mirror/decide-file.ts";
import type { FolderChange, SeatFolder, SeenFile } from "../../server/mirror/seat-folder.ts";
import { hashOf } from "../../server/mirror/seen-files.ts";

type Listing = ReadonlyMap<string, SeenFile>;

/** A lab's folder of a seat in memory. `look` tells the mirror what is in it, as a seat does soon after a change. */
export class FolderInMemory implements Pick<SeatFolder, "path" | "watch" | "read" | "change" | "readCommon"> {
  readonly path = "/workspace/lab";
  readonly files = new Map<string, string>();
  common = new Map<string, CommonFile>();
  #clock = 0;
  readonly #marks = new Map<string, string>();
  #onListing: (files: Listing) => void = () => undefined;

  write(path: string, text: string): void {
    this.files.set(path, text);
    this.#marks.set(path, String((this.#clock += 1)));
  }

  look(): void {
    this.show(this.list());
  }

  list(): Listing {
    const listed = [...this.files].map(
      ([path, text]) => [path, { size: text.length, mark: this.#marks.get(path) ?? "" }] as const,
    );
    return new Map(listed);
  }

  /** Tells the mirror of a listing, which may be from a while ago. */
  show(listing: Listing): void {
    this.#onListing(listing);
  }

  watch(onListing: (files: Listing) => void): Promise<() => void> {
    this.#onListing = onListing;
    this.look();
    return Promise.resolve(() => undefined);
  }

  read(paths: readonly string[]): Promise<Map<string, string>> {
    const found = paths.flatMap((path) => {
      const text = this.files.get(path);
      return text === undefined ? [] : [[path, text] as const];
    });
    return Promise.resolve(new Map(found));
  }

  /** What is no longer as it was when the change was decided is left as it is. */
  change(changes: readonly FolderChange[], common: ReadonlyMap<string, CommonFile>): Promise<void> {
    for (const { path, instead, content } of changes) {
      const now = this.files.get(path);
      if ((now === undefined ? null : hashOf(now)) !== instead) continue;
      if (content === null) this.files.delete(path);
      else this.write(path, content);
    }
    this.common = new Map(common);
    return Promise.resolve();
  }

  readCommon(): Promise<Map<string, CommonFile>> {
    return Promise.resolve(new Map(this.common));
  }
}
