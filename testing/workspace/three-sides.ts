import { expect, vi } from "vitest";
import type { SaveFileRequest, SaveFileResult, WorkspaceFile } from "../../core/lab/workspace.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import type { FolderChange } from "../../server/mirror/seat-folder.ts";
import { WorkspaceMirror } from "../../server/mirror/workspace-mirror.ts";
import { FolderInMemory } from "./folder-in-memory.ts";
import { SavedFiles } from "./saved-files.ts";

const STARTER = { "starter.txt": "starter" } as const;
const OFFLINE = { status: "offline" } as const;
const REFUSED = { status: "refused", message: "no" } as const;

type SaveAnswer = SaveFileResult | { readonly status: "offline" } | typeof REFUSED;
type FilesAnswer =
  | { readonly status: "done"; readonly files: readonly WorkspaceFile[]; readonly canUndoReset: boolean }
  | typeof REFUSED;

/** What a page asks the server. */
export interface TabApi {
  list(): Promise<FilesAnswer>;
  save(request: SaveFileRequest): Promise<SaveAnswer>;
  remove(path: string, baseVersion: number): Promise<SaveAnswer>;
  reset(path: string | null): Promise<FilesAnswer>;
  undoReset(): Promise<FilesAnswer>;
}

/** The files of a page, as far as they are looked at here. */
export interface TabStore {
  getSnapshot(): {
    readonly files: readonly (WorkspaceFile & {
      readonly save: string;
      readonly theirs: WorkspaceFile | null;
      readonly savedContent: string | null;
    })[];
  };
  subscribe(listener: () => void): unknown;
  edit(path: string, content: string): void;
  resolve(path: string, keep: "mine" | "theirs"): void;
  arrive(file: WorkspaceFile): void;
  vanish(path: string, version: number): void;
  clash(file: WorkspaceFile): void;
  hasUnsaved(): boolean;
}

/** Something on its way. `cut`: the connection breaks, and nobody knows whether it has arrived. */
interface OnItsWay {
  readonly go: () => void;
  readonly cut: (() => void) | null;
}

export interface Tab<Store extends TabStore> {
  readonly store: Store;
  /** Every text that was ever before the student's eyes here. */
  readonly shown: Set<string>;
  /** By path: what was typed here, until the server has it or the student gives it away. */
  readonly typed: Map<string, string>;
  readonly mail: ServerMessage[];
}

/** Two tabs and the mirror of a seat around one server. Everything between them waits until it is let through. */
export class ThreeSides<Store extends TabStore> {
  readonly server = new SavedFiles(STARTER);
  readonly folder = new FolderInMemory();
  readonly tabs: readonly Tab<Store>[];
  #onItsWay: OnItsWay[] = [];
  #count = 0;
  /** What the server has ever had, what the seat has ever had, and what the tabs were asked about. */
  readonly #saved = new Set<string>(["starter"]);
  readonly #inSeat = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #mirror = new WorkspaceMirror({
    folder: {
      path: this.folder.path,
      watch: (onListing) => this.folder.watch(onListing),
      readCommon: () => this.folder.readCommon(),
      read: (paths) => this.#pass(() => this.folder.read(paths)),
      change: (changes, common) => this.#pass(() => this.#change(changes, common)),
    },
    readFiles: () => this.#pass(() => this.server.files()),
    save: (path, content, base) =>
      this.#pass(() => {
        const before = this.server.find(path)?.content ?? "starter";
        const result = this.server.save(path, content, base);
        // What the mirror saves over was in the seat, where the terminal changed it.
        if (result.status === "saved") {
          expect([...this.#inSeat, "starter", content]).toContain(before);
          this.#saved.add(content);
        }
        return result;
      }),
    remove: (path, base) =>
      this.#pass(() => this.server.remove(path, base) ?? { status: "saved", version: base + 1 }),
    isEditable: () => true,
    limits: { fileBytes: 1000, totalBytes: 10_000, files: 20 },
    tell: (message) => this.tabs.forEach((tab) => this.#send(tab, message)),
    onEnd: () => {
      throw new Error("the mirror ended");
    },
  });

  /** @param createStore makes the files of a page from those of the server */
  constructor(createStore: (files: readonly WorkspaceFile[], api: TabApi) => Store) {
    this.tabs = [this.#openTab(createStore), this.#openTab(createStore)];
  }

  async open(): Promise<void> {
    void this.#mirror.start();
    await this.#drain();
  }

  newText = (): string => `text ${(this.#count += 1)}`;

  tab(index: number): Tab<Store> {
    const tab = this.tabs[index];
    if (tab !== undefined) return tab;
    throw new Error(`no tab ${index}`);
  }

  type(tab: Tab<Store>, path: string, text: string): void {
    const file = tab.store.getSnapshot().files.find((each) => each.path === path);
    if (file === undefined) return;
    tab.store.edit(path, text);
    tab.shown.add(text);
    if (this.#saved.has(text)) tab.typed.delete(path);
    else tab.typed.set(path, text);
  }

  writeInSeat(path: string): void {
    const text = this.newText();
    this.folder.write(path, text);
    this.#inSeat.add(text);
  }

  letThrough(which: number): void {
    this.#onItsWay.splice(which % Math.max(1, this.#onItsWay.length), 1)[0]?.go();
  }

  cut(which: number): void {
    const cuttable = this.#onItsWay.filter(({ cut }) => cut !== null);
    const one = cuttable[which % Math.max(1, cuttable.length)];
    if (one === undefined) return;
    this.#onItsWay = this.#onItsWay.filter((each) => each !== one);
    one.cut?.();
  }

  /** What was typed is there as typed, until the server has it or the student has given it away. */
  checkTyped(): void {
    for (const { store, typed } of this.tabs) {
      for (const [path, text] of typed) {
        expect(store.getSnapshot().files.find((file) => file.path === path)?.content).toBe(text);
      }
    }
  }

  /** Lets everything happen that is on its way or due, and answers every question, until nothing changes. */
  async settle(answers: readonly ("mine" | "theirs")[]): Promise<void> {
    let last = "";
    for (let round = 0; round < 60; round += 1) {
      await this.#drain();
      await vi.advanceTimersByTimeAsync(31_000);
      this.folder.look();
      await this.#drain();
      for (const tab of this.tabs) {
        for (const { path, save } of tab.store.getSnapshot().files) {
          if (save !== "conflict") continue;
          tab.typed.delete(path);
          tab.store.resolve(path, answers[round % answers.length] ?? "mine");
        }
      }
      await this.#drain();
      for (const tab of this.tabs) {
        const known = tab.store.getSnapshot().files.map(({ path, version }) => [path, version] as const);
        void this.#mirror.tellSince(Object.fromEntries(known), (message) => this.#send(tab, message));
      }
      await this.#drain();
      this.checkTyped();
      const now = JSON.stringify([this.#everything(), this.tabs.map(({ store }) => store.getSnapshot())]);
      if (now === last) return;
      last = now;
    }
    throw new Error("it never comes to rest");
  }

  /** The texts by path in each tab and in the seat, and what they should be. */
  expectAgreement(): void {
    const agreed = Object.fromEntries(this.server.files().map(({ path, content }) => [path, content]));
    const { seat, tabs } = this.#everything();
    expect({ seat, tabs }).toEqual({ seat: agreed, tabs: [agreed, agreed] });
    expect(this.tabs.map(({ store }) => store.hasUnsaved())).toEqual([false, false]);
  }

  #everything() {
    const textsOf = ({ store }: Tab<Store>) =>
      Object.fromEntries(store.getSnapshot().files.map(({ path, content }) => [path, content]));
    return {
      server: this.server.files(),
      seat: Object.fromEntries([...this.folder.files].sort()),
      tabs: this.tabs.map(textsOf),
    };
  }

  #openTab(createStore: ConstructorParameters<typeof ThreeSides<Store>>[0]): Tab<Store> {
    const shown = new Set<string>(["starter", ""]);
    const typed = new Map<string, string>();
    const done = (): FilesAnswer => {
      const { canUndoReset } = this.server;
      return { status: "done", files: this.server.files(), canUndoReset };
    };
    const store = createStore(new SavedFiles(STARTER).files(), {
      list: () => this.#request<FilesAnswer>(REFUSED, done),
      save: ({ path, content, baseVersion }) =>
        this.#request<SaveAnswer>(OFFLINE, () => {
          const before = this.server.find(path)?.content ?? "";
          const result = this.server.save(path, content, baseVersion);
          // Nobody saves over what they have not seen.
          if (result.status === "saved") {
            expect([...shown, content]).toContain(before);
            this.#saved.add(content);
            if (typed.get(path) === content) typed.delete(path);
          }
          void this.#mirror.changed();
          return result;
        }),
      remove: (path, base) =>
        this.#request<SaveAnswer>(OFFLINE, () => {
          const result = this.server.remove(path, base) ?? REFUSED;
          void this.#mirror.changed();
          return result;
        }),
      reset: (path) =>
        this.#request<FilesAnswer>(REFUSED, () => {
          this.server.reset(path);
          void this.#mirror.changed();
          return done();
        }),
      undoReset: () =>
        this.#request<FilesAnswer>(REFUSED, () => {
          if (!this.server.undoReset()) return REFUSED;
          void this.#mirror.changed();
          return done();
        }),
    });
    store.subscribe(() => {
      for (const { content, theirs } of store.getSnapshot().files) {
        shown.add(content);
        if (theirs !== null) shown.add(theirs.content);
      }
    });
    return { store, shown, typed, mail: [] };
  }

  /** The mirror may take a text out of the seat only when it is kept elsewhere. */
  async #change(changes: readonly FolderChange[], common: Parameters<FolderInMemory["change"]>[1]) {
    const before = new Map(this.folder.files);
    await this.folder.change(changes, common);
    for (const [path, text] of before) {
      if (this.folder.files.get(path) === text) continue;
      expect([...this.#saved, ...this.#asked]).toContain(text);
    }
    for (const text of this.folder.files.values()) this.#inSeat.add(text);
  }

  #pass<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const go = () => void Promise.resolve().then(work).then(resolve, reject);
      this.#onItsWay.push({ go, cut: null });
    });
  }

  /** A request and its answer, each of which may be cut off. */
  #request<Result>(lost: Result, work: () => Result): Promise<Result> {
    return new Promise((resolve) => {
      const cut = () => resolve(lost);
      const go = () => {
        const answer = work();
        this.#onItsWay.push({ go: () => resolve(answer), cut });
      };
      this.#onItsWay.push({ go, cut });
    });
  }

  /** Messages to one tab arrive in their order. */
  #send({ mail, store }: Tab<Store>, message: ServerMessage): void {
    if (message.type === "conflict") this.#asked.add(message.file.content);
    mail.push(message);
    const go = () => {
      const next = mail.shift();
      if (next?.type === "file") store.arrive(next.file);
      else if (next?.type === "gone") store.vanish(next.path, next.version);
      else if (next?.type === "conflict") store.clash(next.file);
    };
    this.#onItsWay.push({ go, cut: null });
  }

  async #drain(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    while (this.#onItsWay.length > 0) {
      this.letThrough(0);
      await vi.advanceTimersByTimeAsync(0);
    }
  }
}
