import type { SaveFileRequest, WorkspaceFile } from "../../../core/lab/workspace.ts";
import { createStore, type Store } from "../../client/create-store.ts";
import type { Drafts } from "./drafts.ts";
import { asSaved, type FileView, isUnsaved, standing } from "./file-view.ts";
import { createSaveLoop } from "./save-loop.ts";
import { newestOf } from "./step-conflict.ts";
import { type FileEvent, type SaveAnswer, stepFile } from "./step-file.ts";

export type { FileView } from "./file-view.ts";
export type { SaveAnswer } from "./step-file.ts";

export type FilesAnswer =
  | { readonly status: "done"; readonly files: readonly WorkspaceFile[]; readonly canUndoReset: boolean }
  | { readonly status: "refused"; readonly message: string };

export interface FilesApi {
  /** The files as the server has them now. */
  list(): Promise<FilesAnswer>;
  save(request: SaveFileRequest): Promise<SaveAnswer>;
  remove(path: string, baseVersion: number): Promise<SaveAnswer>;
  /** null: the whole workspace. */
  reset(path: string | null): Promise<FilesAnswer>;
  undoReset(): Promise<FilesAnswer>;
}

export interface FilesState {
  readonly files: readonly FileView[];
  readonly canUndoReset: boolean;
  readonly problem: string | null;
}

export interface FilesStore extends Pick<Store<FilesState>, "getSnapshot" | "subscribe"> {
  edit(path: string, content: string): void;
  add(path: string): void;
  remove(path: string): Promise<void>;
  resolve(path: string, keep: "mine" | "theirs"): void;
  reset(path: string | null): Promise<void>;
  undoReset(): Promise<void>;
  /** A terminal has changed a file, and that is saved. */
  arrive(file: WorkspaceFile): void;
  /** A terminal has deleted a file. */
  vanish(path: string, version: number): void;
  /** Changed here and in a terminal: `file.content` is the terminal's, `file.version` that of what is saved. */
  clash(file: WorkspaceFile): void;
  /** Takes in what was saved elsewhere. What is typed here and not saved stays, and is asked about. */
  refresh(): Promise<void>;
  /** Saves what is unsaved; true when the server has everything as typed. */
  flush(): Promise<boolean>;
  /** Tries again what could not be sent. */
  retry(): void;
  /** Writes unsaved text to the browser's storage now: the page is about to go. */
  keepDrafts(): void;
  hasUnsaved(): boolean;
  /** Brings back unsaved text of an earlier visit. Call once, in the browser. */
  restoreDrafts(): void;
}

export interface FilesStoreOptions {
  readonly files: readonly WorkspaceFile[];
  readonly canUndoReset: boolean;
  readonly api: FilesApi;
  readonly drafts: Drafts;
  readonly saveDelayMs?: number;
  /** Told after each change that the server has taken from here: other tabs can ask for it. */
  readonly onSaved?: () => void;
}

const OFFLINE_MESSAGE =
  "The server cannot be reached. Nothing was changed; try again when you are back online.";

/**
 * The files of one workspace in the browser. `stepFile` says what becomes of a file, `createSaveLoop` when it is
 * sent; here both are joined to the server and to the browser's storage.
 */
export function createFilesStore(options: FilesStoreOptions): FilesStore {
  const { api, drafts, saveDelayMs = 700, onSaved = () => undefined } = options;
  const store = createStore<FilesState>({
    files: options.files.map(asSaved),
    canUndoReset: options.canUndoReset,
    problem: null,
  });
  const loop = createSaveLoop(send);
  /** Versions at which a terminal deleted files: an older list of the server may still have them. */
  const gone = new Map<string, number>();

  const files = (): readonly FileView[] => store.getSnapshot().files;
  const find = (path: string): FileView | undefined => files().find((file) => file.path === path);
  const unsaved = (): readonly FileView[] => files().filter(isUnsaved);
  const tell = (problem: string | null): void => store.set((state) => ({ ...state, problem }));
  const put = (path: string, next: FileView | null): void =>
    store.set((state) => ({
      ...state,
      files: state.files.flatMap((file) => (file.path !== path ? [file] : next === null ? [] : [next])),
    }));

  function happen(path: string, event: FileEvent): void {
    const before = find(path);
    if (before === undefined) return;
    const { file, draft, then } = stepFile(before, event);
    if (file !== before) put(path, file);
    if (draft === "drop") drafts.drop(path);
    else if (draft === "keep" && file !== null)
      drafts.keep(path, { content: file.content, baseVersion: file.version });
    if (file === null || then === "stop") loop.stop(path);
    else if (then === "send") void loop.now(path);
    else if (then === "soon") loop.later(path, 0);
    else if (then === "pause") loop.later(path, saveDelayMs);
    else if (then === "retry") loop.retry(path);
  }

  async function send(path: string): Promise<void> {
    happen(path, { type: "due" });
    const file = find(path);
    if (file === undefined || file.sent === null) return;
    const answer = await api.save({ path, content: file.sent, baseVersion: file.version });
    if (answer.status === "saved") loop.reached();
    happen(path, { type: "answered", answer });
    if (answer.status === "saved") onSaved();
  }

  /** What is typed goes to the server first: Undo brings back what the server had. */
  async function replaceAll(
    ask: () => Promise<FilesAnswer>,
    isAsked: (path: string) => boolean,
  ): Promise<void> {
    const seen = new Map(files().map(({ path, content }) => [path, content]));
    await Promise.all(unsaved().map(({ path }) => loop.now(path)));
    await loop.alone(async () => {
      const before = files();
      const answer = await ask();
      if (answer.status === "refused") {
        tell(answer.message);
        return;
      }
      const given = new Map(answer.files.map((file) => [file.path, file]));
      for (const file of before) {
        const { path } = file;
        happen(path, {
          type: "replaced",
          by: given.get(path) ?? null,
          goneVersion: null,
          isAsked: isAsked(path),
          seen: seen.get(path) ?? file.content,
          newest: newestOf(file),
        });
      }
      const added = answer.files.filter(({ path }) => find(path) === undefined).map(asSaved);
      const { canUndoReset } = answer;
      store.set((state) => ({ files: [...state.files, ...added], canUndoReset, problem: null }));
      onSaved();
    });
  }

  function arrive(file: WorkspaceFile): void {
    if (find(file.path) !== undefined) happen(file.path, { type: "arrived", file });
    else if (file.version > (gone.get(file.path) ?? -1))
      store.set((state) => ({ ...state, files: [...state.files, asSaved(file)] }));
  }

  /** No save, deletion or reset of this tab is on its way meanwhile: what the server lists is not older than those. */
  async function refresh(): Promise<void> {
    await loop.alone(async () => {
      const before = files();
      const answer = await api.list();
      if (answer.status === "refused") return;
      const there = new Set(answer.files.map(({ path }) => path));
      answer.files.forEach(arrive);
      for (const { path, version } of before)
        if (!there.has(path)) happen(path, { type: "vanished", version: version + 1 });
      const { canUndoReset } = answer;
      if (canUndoReset !== store.getSnapshot().canUndoReset)
        store.set((state) => ({ ...state, canUndoReset }));
    });
  }

  async function remove(path: string, seen: string): Promise<void> {
    const file = find(path);
    if (file === undefined) return;
    loop.stop(path);
    // The server does not have it yet. A file of the starter it has also at version 0, and keeps.
    const isNew = file.version === 0 && file.starter === null;
    const answer = isNew ? null : await api.remove(path, file.version);
    const now = find(path);
    if (now === undefined) return;
    switch (answer?.status) {
      case "conflict":
        put(path, { ...now, ...standing.conflict(answer.current, "tab") });
        return;
      case "offline":
      case "refused":
        tell(answer.status === "offline" ? OFFLINE_MESSAGE : answer.message);
        // What was typed and not sent yet is still to be sent.
        if (isUnsaved(now)) loop.later(path, saveDelayMs);
        return;
      default:
        happen(path, {
          type: "replaced",
          by: null,
          goneVersion: answer?.version ?? null,
          isAsked: true,
          seen,
          newest: newestOf(file),
        });
        tell(null);
        if (!isNew) onSaved();
    }
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    edit: (path, content) => happen(path, { type: "typed", content }),
    add: (path) => {
      if (find(path) !== undefined) return;
      const file = asSaved({ path, content: "", version: 0, editable: true, starter: null });
      store.set((state) => ({ ...state, files: [...state.files, { ...file, ...standing.unsaved }] }));
      void loop.now(path);
    },
    remove: async (path) => {
      const seen = find(path)?.content;
      if (seen !== undefined) await loop.alone(() => remove(path, seen));
    },
    resolve: (path, keep) => happen(path, { type: "chosen", keep }),
    arrive,
    refresh,
    vanish: (path, version) => {
      gone.set(path, Math.max(version, gone.get(path) ?? 0));
      happen(path, { type: "vanished", version });
    },
    clash: (file) => happen(file.path, { type: "clashed", file }),
    reset: (path) =>
      replaceAll(
        () => api.reset(path),
        (each) => path === null || path === each,
      ),
    undoReset: () =>
      replaceAll(
        () => api.undoReset(),
        () => false,
      ),
    flush: async () => {
      loop.stop();
      await loop.rest();
      // Twice: what was typed while the first was on its way.
      for (let round = 0; round < 2; round += 1)
        await Promise.all(unsaved().map(({ path }) => loop.now(path)));
      return unsaved().length === 0;
    },
    retry: () => {
      loop.reached();
      for (const file of unsaved()) if (file.save !== "conflict") loop.later(file.path, 0);
    },
    keepDrafts: () => {
      for (const { path, content, version } of unsaved())
        drafts.keep(path, { content, baseVersion: version });
    },
    hasUnsaved: () => unsaved().length > 0,
    restoreDrafts: () => {
      for (const { path } of files()) {
        const draft = drafts.find(path);
        if (draft !== null) happen(path, { type: "restored", draft });
      }
    },
  };
}
