import { setTimeout as pause } from "node:timers/promises";
import { isAppError } from "../../core/errors.ts";
import type { SaveFileResult, WorkspaceFile } from "../../core/lab/workspace.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import type { CommonFile } from "./decide-file.ts";
import { OwnOrders } from "./own-orders.ts";
import { type FilePlan, type FileSides, GONE_MS, planFile } from "./plan-file.ts";
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
  readonly #own = new OwnOrders();
  /** Since when a file is missing in the seat, milliseconds since 1970. */
  readonly #missing = new Map<string, number>();
  /** By path: the conflict that has been told, and what there is to tell. */
  readonly #conflicts = new Map<
    string,
    { readonly hash: string; readonly version: number; readonly file: WorkspaceFile }
  >();
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

  /** Looks at both sides, plans every file, and does what the plan says. */
  async #reconcile(listing: ReadonlyMap<string, SeenFile>): Promise<void> {
    const { folder, isEditable } = this.#parts;
    const saved = new Map((await this.#parts.readFiles()).map((file) => [file.path, file]));
    const texts = await this.#inSeat.look(listing, (path) => saved.has(path) || isEditable(path));
    const paths = new Set([...saved.keys(), ...this.#inSeat.paths(), ...this.#common.keys()]);
    const changes: FolderChange[] = [];
    let noted = false;
    for (const path of paths) {
      const file = saved.get(path) ?? null;
      const plan = planFile(this.#sidesOf(path, file, listing.size === 0));
      this.#remember(path, plan);
      if (plan.do === "put" && file !== null)
        changes.push({ path, instead: plan.instead, content: file.content });
      else if (plan.do === "remove") changes.push({ path, instead: plan.instead, content: null });
      else if (await this.#apply(path, plan, file, texts.get(path))) noted = true;
    }
    if (changes.length === 0 && !noted) return;
    for (const { path, content } of changes) {
      const hash = content === null ? null : hashOf(content);
      const mark = this.#inSeat.find(path)?.mark ?? null;
      this.#own.add(path, { hash, version: saved.get(path)?.version ?? 0, mark });
    }
    await folder.change(changes, this.#common);
    if (changes.length > 0) this.#lookAgain();
  }

  #sidesOf(path: string, file: WorkspaceFile | null, isEmpty: boolean): FileSides {
    const seat = this.#inSeat.find(path) ?? null;
    const saved =
      file === null ? null : { ...file, hash: hashOf(file.content), isStarter: file.starter !== null };
    return {
      saved,
      seat,
      common: this.#common.get(path) ?? null,
      own: { made: this.#own.find(path, seat?.hash ?? null), last: this.#own.last(path) },
      asked: this.#conflicts.get(path) ?? null,
      missingSince: this.#missing.get(path) ?? null,
      writable: this.#parts.isEditable(path),
      isEmpty,
      now: Date.now(),
    };
  }

  /** What a plan makes true for the next look. */
  #remember(path: string, plan: FilePlan): void {
    if (plan.do !== "ask" && plan.do !== "pass over") this.#conflicts.delete(path);
    if (plan.do === "wait") this.#missing.set(path, plan.since);
    else this.#missing.delete(path);
  }

  /** @returns whether there is new common ground to note */
  async #apply(
    path: string,
    plan: FilePlan,
    file: WorkspaceFile | null,
    text: string | undefined,
  ): Promise<boolean> {
    const say = (of: string, what: string) => this.#remarks.make(path, of, what);
    switch (plan.do) {
      case "agree":
        this.#own.settle(path, plan.common);
        return this.#agree(path, plan.common);
      case "forget":
        this.#own.forget(path);
        return this.#agree(path, null);
      case "save":
        return this.#save(path, plan, file, text);
      case "delete":
        return (await this.#delete(path, plan.baseVersion)) && this.#agree(path, null);
      case "ask":
        if (file !== null) await this.#ask(file, plan.hash, text);
        break;
      case "wait":
        setTimeout(() => void this.changed(), GONE_MS).unref();
        break;
      case "leave":
        if (file !== null)
          say(
            plan.hash,
            `${path} differs in your seat. This exercise does not take changes to it: Build and Check use its own.`,
          );
        break;
      case "pass over":
        say(plan.mark, `${path} in your seat stays there: it is too large for the editor or not text.`);
        break;
      default:
        // Changes in the seat are made all at once.
        break;
    }
    return false;
  }

  #agree(path: string, common: CommonFile | null): boolean {
    const before = this.#common.get(path);
    if (before?.hash === common?.hash && before?.version === common?.version) return false;
    if (common === null) this.#common.delete(path);
    else this.#common.set(path, common);
    return true;
  }

  /** What could not be put there (a link stands in its way, say) is tried again for a while. */
  #lookAgain(): void {
    if (this.#tries >= MAX_TRIES) return;
    setTimeout(() => void this.changed(), RETRY_MS * 2 ** this.#tries).unref();
    this.#tries += 1;
  }

  async #save(
    path: string,
    { hash, baseVersion }: Extract<FilePlan, { do: "save" }>,
    file: WorkspaceFile | null,
    content: string | undefined,
  ): Promise<boolean> {
    if (content === undefined) {
      // Read at an earlier look, when there was something else to do. What was refused waits for its next change.
      if (!this.#remarks.isMade(path, hash) && this.#inSeat.forget(path)) this.#dirty = true;
      return false;
    }
    try {
      const result = await this.#parts.save(path, content, baseVersion);
      if (result.status === "saved") {
        const { version } = result;
        const starter = file?.starter ?? null;
        this.#parts.tell({ type: "file", file: { path, content, version, editable: true, starter } });
        return this.#agree(path, { hash, version });
      }
      // Somebody saved it this very moment: what has changed is looked at anew, as text that was not seen yet.
      this.#inSeat.forget(path);
      this.#dirty = true;
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.#remarks.make(path, hashOf(content), `${path} in your seat was not saved. ${error.userMessage}`);
    }
    return false;
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

  async #ask(file: WorkspaceFile, hash: string, text: string | undefined): Promise<void> {
    const before = this.#conflicts.get(file.path);
    if (before?.hash === hash && before.version === file.version) return;
    const content = text ?? (await this.#parts.folder.read([file.path], this.#parts.limits)).get(file.path);
    if (content === undefined) return;
    const told = { ...file, content };
    this.#conflicts.set(file.path, { hash, version: file.version, file: told });
    this.#parts.tell({ type: "conflict", file: told });
  }
}
