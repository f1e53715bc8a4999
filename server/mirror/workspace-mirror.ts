import { setTimeout as pause } from "node:timers/promises";
import { isAppError } from "../../core/errors.ts";
import type { SaveFileResult, WorkspaceFile } from "../../core/lab/workspace.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import type { CommonFile, Decision } from "./decide-file.ts";
import { decideFile } from "./decide-file.ts";
import { GivenTexts } from "./given-texts.ts";
import { Remarks } from "./remarks.ts";
import type { FolderChange, SeatFolder, SeenFile } from "./seat-folder.ts";
import type { FolderLimits } from "./seen-files.ts";
import { hashOf, SeenFiles } from "./seen-files.ts";

export interface MirrorParts {
  readonly folder: Pick<SeatFolder, "path" | "watch" | "read" | "change" | "readCommon">;
  readonly readFiles: () => Promise<readonly WorkspaceFile[]>;
  readonly save: (path: string, content: string, baseVersion: number) => Promise<SaveFileResult>;
  readonly remove: (path: string, baseVersion: number) => Promise<SaveFileResult>;
  readonly isEditable: (path: string) => boolean;
  readonly limits: FolderLimits;
  readonly tell: (message: ServerMessage) => void;
  /** The seat has gone, or the folder cannot be kept. Called once, not after `stop`. */
  readonly onEnd: () => void;
}

interface Conflict {
  readonly hash: string;
  readonly version: number;
  readonly file: WorkspaceFile;
}

/** A file that is gone for this long is gone; for a moment, a program may be replacing it. */
const GONE_MS = 500;
const RETRY_MS = 1000;
const SETTLE_MS = 10_000;
const MAX_TRIES = 8;

/**
 * Keeps a lab's folder in a seat and the saved files the same while it runs. What is saved is the truth; what was
 * changed in the seat alone is saved; what was changed in both places stays in both until the student chooses.
 */
export class WorkspaceMirror {
  readonly #parts: MirrorParts;
  #listing: ReadonlyMap<string, SeenFile> | null = null;
  readonly #inSeat: SeenFiles;
  #common = new Map<string, CommonFile>();
  readonly #given = new GivenTexts();
  /** Since when a file is missing in the seat, milliseconds since 1970. */
  readonly #missing = new Map<string, number>();
  /** By path: the conflict that has been told, and what there is to tell. */
  readonly #conflicts = new Map<string, Conflict>();
  readonly #remarks: Remarks;
  #dirty = false;
  #tries = 0;
  #working: Promise<void> | null = null;
  #stopWatching: () => void = () => undefined;
  #over = false;

  constructor(parts: MirrorParts) {
    this.#parts = parts;
    this.#inSeat = new SeenFiles(parts.folder, parts.limits);
    this.#remarks = new Remarks((text) => parts.tell({ type: "notice", text }));
  }

  /** Resolves when the folder has the files. */
  async start(): Promise<void> {
    const { folder } = this.#parts;
    this.#common = await folder.readCommon();
    const first = new Promise<void>((resolve) => {
      void folder
        .watch(
          (files) => {
            this.#listing = files;
            this.#tries = 0;
            resolve();
            void this.changed();
          },
          () => {
            resolve();
            this.#end();
          },
        )
        .then(
          (stop) => {
            this.#stopWatching = stop;
            if (this.#over) stop();
          },
          () => {
            resolve();
            this.#end();
          },
        );
    });
    await first;
    // A folder that never rests does not hold up the shell that is opened in it.
    await Promise.race([this.#working, pause(SETTLE_MS, undefined, { ref: false })]);
  }

  /** Something was saved, or the folder has changed. Resolves when everything is even again. */
  changed(): Promise<void> {
    this.#dirty = true;
    this.#working ??= this.#work().finally(() => (this.#working = null));
    return this.#working;
  }

  /** Tells a page that has these versions what has happened since. */
  async tellSince(
    known: Readonly<Record<string, number>>,
    tell: (message: ServerMessage) => unknown,
  ): Promise<void> {
    const files = await this.#parts.readFiles();
    for (const file of files) {
      if (file.version !== (known[file.path] ?? -1)) await tell({ type: "file", file });
    }
    const there = new Set(files.map(({ path }) => path));
    for (const [path, version] of Object.entries(known)) {
      if (!there.has(path)) await tell({ type: "gone", path, version: version + 1 });
    }
    for (const { file } of this.#conflicts.values()) await tell({ type: "conflict", file });
  }

  stop(): void {
    this.#over = true;
    this.#stopWatching();
  }

  #end(): void {
    if (this.#over) return;
    this.stop();
    this.#parts.onEnd();
  }

  async #work(): Promise<void> {
    try {
      while (this.#dirty && !this.#over) {
        this.#dirty = false;
        if (this.#listing !== null) await this.#reconcile(this.#listing);
      }
    } catch (error) {
      if (this.#over) return;
      const text = isAppError(error)
        ? error.userMessage
        : "Your files could not be kept even with your seat.";
      if (!isAppError(error)) console.error("a mirror broke:", error);
      this.#parts.tell({ type: "notice", text });
      this.#end();
    }
  }

  async #reconcile(listing: ReadonlyMap<string, SeenFile>): Promise<void> {
    const { folder, isEditable } = this.#parts;
    const saved = new Map((await this.#parts.readFiles()).map((file) => [file.path, file]));
    const texts = await this.#inSeat.look(listing, (path) => saved.has(path) || isEditable(path));
    const changes: FolderChange[] = [];
    let noted = false as boolean;
    const agree = (path: string, common: CommonFile | null) => {
      const before = this.#common.get(path);
      if (before?.hash === common?.hash && before?.version === common?.version) return;
      if (common === null) this.#common.delete(path);
      else this.#common.set(path, common);
      noted = true;
    };
    for (const path of new Set([...saved.keys(), ...this.#inSeat.paths(), ...this.#common.keys()])) {
      const file = saved.get(path) ?? null;
      const seat = this.#inSeat.find(path);
      if (seat?.hash === null) {
        this.#remarks.make(
          path,
          seat.mark,
          `${path} in your seat stays there: it is too large for the editor or not text.`,
        );
        continue;
      }
      const hash = seat?.hash ?? null;
      const decision = this.#decide(path, file, hash, listing.size === 0);
      if (decision.do !== "conflict") this.#conflicts.delete(path);
      switch (decision.do) {
        case "agree":
          if (file === null || hash === null) break;
          this.#given.settle(path);
          agree(path, { hash, version: file.version });
          break;
        case "forget":
          agree(path, null);
          break;
        case "put":
          if (file !== null) changes.push({ path, instead: hash, content: file.content });
          break;
        case "remove":
          changes.push({ path, instead: hash, content: null });
          break;
        case "save": {
          const text = texts.get(path);
          if (hash === null) break;
          if (text === undefined) {
            // Read at an earlier look, when there was something else to do. What was refused waits for its next change.
            if (!this.#remarks.isMade(path, hash) && this.#inSeat.forget(path)) this.#dirty = true;
            break;
          }
          const version = await this.#save(path, text, decision.baseVersion, file);
          if (version !== null) agree(path, { hash, version });
          break;
        }
        case "delete":
          if (await this.#delete(path, decision.baseVersion)) agree(path, null);
          break;
        case "leave":
          if (file !== null && hash !== null)
            this.#remarks.make(
              path,
              hash,
              `${path} differs in your seat. This exercise does not take changes to it: Build and Check use its own.`,
            );
          break;
        case "conflict":
          if (file !== null && hash !== null) await this.#conflict(file, hash, texts.get(path));
      }
    }
    if (changes.length === 0 && !noted) return;
    for (const { path, content } of changes) {
      const version = saved.get(path)?.version ?? 0;
      if (content !== null) this.#given.add(path, { hash: hashOf(content), version });
    }
    await folder.change(changes, this.#common);
    if (changes.length > 0) this.#lookAgain();
  }

  #decide(path: string, file: WorkspaceFile | null, hash: string | null, isEmpty: boolean): Decision {
    const saved =
      file === null
        ? null
        : {
            hash: hashOf(file.content),
            version: file.version,
            editable: file.editable,
            isStarter: file.starter !== null,
          };
    const common = this.#given.find(path, hash) ?? this.#common.get(path) ?? null;
    const conflict = this.#conflicts.get(path);
    // The student has chosen what is saved by saving it again.
    if (
      conflict !== undefined &&
      conflict.hash === hash &&
      saved !== null &&
      saved.version > conflict.version
    )
      return saved.hash === hash ? { do: "agree" } : { do: "put" };
    const decision = decideFile(saved, hash, common, this.#parts.isEditable(path));
    const isGone = saved !== null && hash === null && common !== null;
    if (!isGone) {
      this.#missing.delete(path);
      return decision;
    }
    // A folder without anything was removed, emptied by a mistake, or is not there yet: nothing is deleted for that.
    if (isEmpty) return { do: "put" };
    const since = this.#missing.get(path) ?? Date.now();
    this.#missing.set(path, since);
    if (Date.now() - since >= GONE_MS) return decision;
    setTimeout(() => void this.changed(), GONE_MS).unref();
    return { do: "agree" };
  }

  /** What could not be put there (a link stands in its way, say) is tried again for a while. */
  #lookAgain(): void {
    if (this.#tries >= MAX_TRIES) return;
    setTimeout(() => void this.changed(), RETRY_MS * 2 ** this.#tries).unref();
    this.#tries += 1;
  }

  async #save(
    path: string,
    content: string,
    baseVersion: number,
    file: WorkspaceFile | null,
  ): Promise<number | null> {
    try {
      const result = await this.#parts.save(path, content, baseVersion);
      if (result.status === "saved") {
        const { version } = result;
        const starter = file?.starter ?? null;
        this.#parts.tell({ type: "file", file: { path, content, version, editable: true, starter } });
        return version;
      }
      // Somebody saved it this very moment: what has changed is looked at anew, as text that was not seen yet.
      this.#inSeat.forget(path);
      this.#dirty = true;
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.#remarks.make(path, hashOf(content), `${path} in your seat was not saved. ${error.userMessage}`);
    }
    return null;
  }

  async #delete(path: string, baseVersion: number): Promise<boolean> {
    const result = await this.#parts.remove(path, baseVersion).catch((error: unknown) => {
      if (isAppError(error)) return null;
      throw error;
    });
    if (result?.status !== "saved") return false;
    this.#parts.tell({ type: "gone", path, version: result.version });
    return true;
  }

  async #conflict(file: WorkspaceFile, hash: string, text: string | undefined): Promise<void> {
    const before = this.#conflicts.get(file.path);
    if (before?.hash === hash && before.version === file.version) return;
    const content = text ?? (await this.#parts.folder.read([file.path], this.#parts.limits)).get(file.path);
    if (content === undefined) return;
    const told = { ...file, content };
    this.#conflicts.set(file.path, { hash, version: file.version, file: told });
    this.#parts.tell({ type: "conflict", file: told });
  }
}
