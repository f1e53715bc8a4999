import type { SaveFileRequest, WorkspaceFile } from "../../../core/lab/workspace.ts";
import { createStore, type Store } from "../../client/create-store.ts";
import type { Drafts } from "./drafts.ts";

export type SaveAnswer =
  | { readonly status: "saved"; readonly version: number }
  | { readonly status: "conflict"; readonly current: WorkspaceFile }
  | { readonly status: "offline" }
  | { readonly status: "refused"; readonly message: string };

export type FilesAnswer =
  | { readonly status: "done"; readonly files: readonly WorkspaceFile[]; readonly canUndoReset: boolean }
  | { readonly status: "refused"; readonly message: string };

export interface FilesApi {
  save(request: SaveFileRequest): Promise<SaveAnswer>;
  remove(path: string, baseVersion: number): Promise<SaveAnswer>;
  /** null: the whole workspace. */
  reset(path: string | null): Promise<FilesAnswer>;
  undoReset(): Promise<FilesAnswer>;
}

export interface FileView extends WorkspaceFile {
  /** What the server has. */
  readonly savedContent: string;
  readonly save: "saved" | "unsaved" | "saving" | "offline" | "conflict" | "refused";
  readonly message: string | null;
  /** What somebody else saved meanwhile; both versions stay until the student chooses. */
  readonly theirs: WorkspaceFile | null;
  /** Where `theirs` is: saved by another tab, or in the seat only, where a terminal wrote it. */
  readonly theirsFrom: "tab" | "terminal";
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
}

const OFFLINE_MESSAGE =
  "The server cannot be reached. Nothing was changed; try again when you are back online.";

/** Waits between attempts while offline. */
const retryDelaysMs = [2000, 4000, 8000, 15_000, 30_000];

export function createFilesStore(options: FilesStoreOptions): FilesStore {
  const { api, drafts, saveDelayMs = 700 } = options;
  const store = createStore<FilesState>({
    files: options.files.map(asSaved),
    canUndoReset: options.canUndoReset,
    problem: null,
  });
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const saving = new Map<string, Promise<void>>();
  let offlineAttempts = 0;

  const find = (path: string): FileView | undefined =>
    store.getSnapshot().files.find((file) => file.path === path);
  const patch = (path: string, change: Partial<FileView>): void =>
    store.set((state) => ({
      ...state,
      files: state.files.map((file) => (file.path === path ? { ...file, ...change } : file)),
    }));

  function later(path: string, delayMs: number): void {
    clearTimeout(timers.get(path));
    timers.set(
      path,
      setTimeout(() => {
        timers.delete(path);
        void save(path);
      }, delayMs),
    );
  }

  /** One save of a file at a time: the next one must know the version that this one made. */
  function save(path: string): Promise<void> {
    const going = saving.get(path);
    if (going !== undefined) return going.then(() => save(path));
    const work = saveOnce(path).finally(() => saving.delete(path));
    saving.set(path, work);
    return work;
  }

  async function saveOnce(path: string): Promise<void> {
    const file = find(path);
    if (file === undefined || file.save === "conflict") return;
    if (file.content === file.savedContent && file.version > 0) return;
    const content = file.content;
    drafts.keep(path, { content, baseVersion: file.version });
    patch(path, { save: "saving", message: null });
    const answer = await api.save({ path, content, baseVersion: file.version });
    const now = find(path);
    if (now === undefined) return;
    switch (answer.status) {
      case "saved": {
        offlineAttempts = 0;
        const same = now.content === content;
        if (now.theirs !== null && now.theirsFrom === "terminal") {
          // While this was on its way a terminal changed the file as well; the student is asked all the same.
          const theirs = { ...now.theirs, version: answer.version };
          patch(path, { savedContent: content, version: answer.version, save: "conflict", theirs });
          return;
        }
        if (same) drafts.drop(path);
        patch(path, { savedContent: content, version: answer.version, save: same ? "saved" : "unsaved" });
        if (!same) later(path, saveDelayMs);
        return;
      }
      case "conflict":
        if (answer.current.content === now.content) {
          drafts.drop(path);
          patch(path, asSaved(answer.current));
        } else patch(path, { save: "conflict", theirs: answer.current, theirsFrom: "tab" });
        return;
      case "offline":
        patch(path, { save: "offline" });
        later(path, retryDelaysMs[Math.min(offlineAttempts++, retryDelaysMs.length - 1)] ?? 30_000);
        return;
      case "refused":
        patch(path, { save: "refused", message: answer.message });
    }
  }

  function take(answer: FilesAnswer): void {
    if (answer.status === "refused") {
      store.set((state) => ({ ...state, problem: answer.message }));
      return;
    }
    for (const [, timer] of timers) clearTimeout(timer);
    timers.clear();
    for (const file of store.getSnapshot().files) drafts.drop(file.path);
    store.set(() => ({
      files: answer.files.map(asSaved),
      canUndoReset: answer.canUndoReset,
      problem: null,
    }));
  }

  const unsaved = (): readonly FileView[] => store.getSnapshot().files.filter(isUnsaved);

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    edit: (path, content) => {
      const file = find(path);
      if (file?.editable !== true || file.content === content) return;
      patch(path, file.save === "conflict" ? { content } : { content, save: "unsaved", message: null });
      if (file.save !== "conflict") later(path, saveDelayMs);
    },
    add: (path) => {
      if (find(path) !== undefined) return;
      const file = { path, content: "", version: 0, editable: true, starter: null };
      store.set((state) => ({ ...state, files: [...state.files, { ...asSaved(file), save: "unsaved" }] }));
      void save(path);
    },
    remove: async (path) => {
      const file = find(path);
      if (file === undefined) return;
      clearTimeout(timers.get(path));
      const answer = file.version === 0 ? null : await api.remove(path, file.version);
      if (answer === null || answer.status === "saved") {
        drafts.drop(path);
        store.set((state) => ({
          ...state,
          problem: null,
          files: state.files.filter((each) => each.path !== path),
        }));
      } else if (answer.status === "conflict") {
        patch(path, { save: "conflict", theirs: answer.current, theirsFrom: "tab" });
      } else {
        const message = answer.status === "offline" ? OFFLINE_MESSAGE : answer.message;
        store.set((state) => ({ ...state, problem: message }));
      }
    },
    resolve: (path, keep) => {
      const file = find(path);
      if (file === undefined || file.theirs === null) return;
      if (keep === "theirs" && file.theirsFrom === "terminal") {
        const { version, content } = file.theirs;
        // It is in the seat only: saving it is what makes it ours.
        patch(path, { version, content, theirs: null, theirsFrom: "tab", save: "unsaved" });
        void save(path);
        return;
      }
      if (keep === "theirs") {
        drafts.drop(path);
        patch(path, asSaved(file.theirs));
        return;
      }
      const { version, content } = file.theirs;
      patch(path, { version, savedContent: content, theirs: null, theirsFrom: "tab", save: "unsaved" });
      void save(path);
    },
    arrive: (file) => {
      const here = find(file.path);
      if (here === undefined) {
        store.set((state) => ({ ...state, files: [...state.files, asSaved(file)] }));
        return;
      }
      if (file.version <= here.version) return;
      // A save on its way is answered with this conflict by itself.
      if (here.save === "saving") return;
      if (here.save === "saved" || here.content === file.content || !here.editable) {
        clearTimeout(timers.get(file.path));
        drafts.drop(file.path);
        patch(file.path, asSaved(file));
      } else patch(file.path, { save: "conflict", theirs: file, theirsFrom: "tab" });
    },
    vanish: (path, version) => {
      const here = find(path);
      if (here?.save !== "saved" || version <= here.version || here.starter !== null) return;
      store.set((state) => ({ ...state, files: state.files.filter((each) => each.path !== path) }));
    },
    clash: (file) => {
      const here = find(file.path);
      if (here === undefined) return;
      clearTimeout(timers.get(file.path));
      const saving = here.save === "saving";
      patch(file.path, { theirs: file, theirsFrom: "terminal", ...(saving ? {} : { save: "conflict" }) });
    },
    reset: async (path) => {
      // What is typed goes to the server first: Undo brings back what the server had.
      await Promise.all(unsaved().map((file) => save(file.path)));
      take(await api.reset(path));
    },
    undoReset: async () => take(await api.undoReset()),
    flush: async () => {
      for (const [, timer] of timers) clearTimeout(timer);
      timers.clear();
      await Promise.all([...saving.values(), ...unsaved().map((file) => save(file.path))]);
      await Promise.all(unsaved().map((file) => save(file.path)));
      return unsaved().length === 0;
    },
    retry: () => {
      offlineAttempts = 0;
      for (const file of unsaved()) if (file.save !== "conflict") later(file.path, 0);
    },
    keepDrafts: () => {
      for (const { path, content, version } of unsaved())
        drafts.keep(path, { content, baseVersion: version });
    },
    hasUnsaved: () => unsaved().length > 0,
    restoreDrafts: () => {
      for (const file of store.getSnapshot().files) {
        const draft = drafts.find(file.path);
        if (draft === null || !file.editable) continue;
        if (draft.content === file.savedContent) drafts.drop(file.path);
        else if (draft.baseVersion === file.version) {
          patch(file.path, { content: draft.content, save: "unsaved" });
          later(file.path, 0);
        } else {
          const { path, version, editable, starter, savedContent } = file;
          patch(path, {
            content: draft.content,
            save: "conflict",
            theirs: { path, version, editable, starter, content: savedContent },
            theirsFrom: "tab",
          });
        }
      }
    },
  };
}

function asSaved(file: WorkspaceFile): FileView {
  return {
    ...file,
    savedContent: file.content,
    save: "saved",
    message: null,
    theirs: null,
    theirsFrom: "tab",
  };
}

function isUnsaved(file: FileView): boolean {
  return file.save !== "saved" && file.editable;
}
