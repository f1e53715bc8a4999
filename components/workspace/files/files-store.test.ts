import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import { SavedFiles } from "../../../testing/workspace/saved-files.ts";
import { storageInMemory } from "../../../testing/workspace/storage-in-memory.ts";
import { createDrafts } from "./drafts.ts";
import { createFilesStore, type FilesApi, type FilesStore } from "./files-store.ts";

const starter: WorkspaceFile = {
  path: "Dockerfile",
  content: "FROM a\n",
  version: 1,
  editable: true,
  starter: "FROM a\n",
};

/** The saved files, with a connection that may be gone. */
class FakeServer implements FilesApi {
  readonly #saved = new SavedFiles({ Dockerfile: starter.content });
  online = true;
  saves = 0;

  list: FilesApi["list"] = () =>
    Promise.resolve(this.online ? this.#all() : { status: "refused", message: "no" });

  constructor() {
    this.#saved.save(starter.path, starter.content, 0);
  }

  get files(): ReadonlyMap<string, WorkspaceFile> {
    return new Map(this.#saved.files().map((file) => [file.path, file]));
  }
  save: FilesApi["save"] = ({ path, content, baseVersion }) => {
    this.saves += 1;
    return Promise.resolve(
      this.online ? this.#saved.save(path, content, baseVersion) : { status: "offline" },
    );
  };
  remove: FilesApi["remove"] = (path, baseVersion) =>
    Promise.resolve(this.#saved.remove(path, baseVersion) ?? { status: "refused", message: "no" });
  reset: FilesApi["reset"] = (path) => {
    this.#saved.reset(path);
    return Promise.resolve(this.#all());
  };
  undoReset: FilesApi["undoReset"] = () => {
    this.#saved.undoReset();
    return Promise.resolve(this.#all());
  };

  /** Somebody else (another tab) saves. */
  meddle(content: string): void {
    this.#saved.save("Dockerfile", content, this.#saved.find("Dockerfile")?.version ?? 0);
  }

  #all() {
    const { canUndoReset } = this.#saved;
    return { status: "done", files: this.#saved.files(), canUndoReset } as const;
  }
}

let server: FakeServer;
let browser: ReturnType<typeof storageInMemory>;
const open = (files: readonly WorkspaceFile[] = [starter]): FilesStore =>
  createFilesStore({
    files,
    canUndoReset: false,
    api: server,
    drafts: createDrafts("s/lab", browser.storage),
    saveDelayMs: 500,
  });
const dockerfile = (store: FilesStore) => {
  const file = store.getSnapshot().files.find(({ path }) => path === "Dockerfile");
  if (file === undefined) throw new Error("no Dockerfile");
  return file;
};

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  browser = storageInMemory();
});
afterEach(() => vi.useRealTimers());

describe("a tab that was idle", () => {
  it("takes over what another tab has saved, so that its first key opens no conflict", async () => {
    const store = open();
    server.meddle("FROM b\n");
    await store.refresh();
    expect(dockerfile(store)).toMatchObject({ content: "FROM b\n", save: "saved" });
    store.edit("Dockerfile", "FROM b\nRUN c\n");
    expect(await store.flush()).toBe(true);
    expect(server.files.get("Dockerfile")?.content).toBe("FROM b\nRUN c\n");
  });

  it("asks about a file with edits of its own, and keeps them", async () => {
    const store = open();
    store.edit("Dockerfile", "FROM mine\n");
    server.meddle("FROM b\n");
    await store.refresh();
    expect(dockerfile(store)).toMatchObject({ content: "FROM mine\n", save: "conflict" });
  });

  it("gets files that were added elsewhere, and loses those that were deleted there", async () => {
    const here = open();
    const there = open();
    there.add("notes.txt");
    await there.flush();
    await here.refresh();
    expect(here.getSnapshot().files.map(({ path }) => path)).toEqual(["Dockerfile", "notes.txt"]);
    await there.remove("notes.txt");
    await here.refresh();
    expect(here.getSnapshot().files.map(({ path }) => path)).toEqual(["Dockerfile"]);
  });

  it("does not get back a file from a list that is older than its deletion in a terminal", async () => {
    const here = open();
    const there = open();
    there.add("notes.txt");
    await there.flush();
    const seen = server.files.get("notes.txt")?.version ?? 0;
    const listing = here.refresh();
    here.vanish("notes.txt", seen + 1);
    await listing;
    expect(here.getSnapshot().files.map(({ path }) => path)).toEqual(["Dockerfile"]);
  });

  it("stays as it is when the server cannot be reached", async () => {
    const store = open();
    server.online = false;
    const before = store.getSnapshot();
    await store.refresh();
    expect(store.getSnapshot()).toEqual(before);
  });

  it("hears of it: each change that is saved is told", async () => {
    const told = vi.fn();
    const store = createFilesStore({
      files: [starter],
      canUndoReset: false,
      api: server,
      drafts: createDrafts("s/lab", browser.storage),
      onSaved: told,
    });
    store.edit("Dockerfile", "FROM b\n");
    await store.flush();
    expect(told).toHaveBeenCalledTimes(1);
    await store.reset(null);
    expect(told).toHaveBeenCalledTimes(2);
  });
});

describe("saving", () => {
  it("waits until typing pauses, then saves once", async () => {
    const store = open();
    store.edit("Dockerfile", "FROM b");
    await vi.advanceTimersByTimeAsync(300);
    store.edit("Dockerfile", "FROM bc");
    await vi.advanceTimersByTimeAsync(499);
    expect(server.saves).toBe(0);
    expect(dockerfile(store).save).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(1);
    expect(server.saves).toBe(1);
    expect(dockerfile(store)).toMatchObject({ save: "saved", version: 2, savedContent: "FROM bc" });
  });

  it("saves what was typed while a save was under way", async () => {
    const store = open();
    const answers: (() => void)[] = [];
    const real = server.save;
    server.save = async (request) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return real(request);
    };
    store.edit("Dockerfile", "one");
    await vi.advanceTimersByTimeAsync(500);
    store.edit("Dockerfile", "two");
    answers.shift()?.();
    await vi.advanceTimersByTimeAsync(500);
    answers.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.files.get("Dockerfile")?.content).toBe("two");
    expect(dockerfile(store).save).toBe("saved");
  });

  it("flushes at once before a build", async () => {
    const store = open();
    store.edit("Dockerfile", "FROM b");
    expect(await store.flush()).toBe(true);
    expect(server.files.get("Dockerfile")?.content).toBe("FROM b");
  });

  it("never changes a read-only file", () => {
    const store = open([{ ...starter, editable: false }]);
    store.edit("Dockerfile", "FROM b");
    expect(dockerfile(store).content).toBe("FROM a\n");
  });
});

describe("two tabs", () => {
  it("keeps both versions until the student chooses, mine", async () => {
    const store = open();
    server.meddle("theirs");
    store.edit("Dockerfile", "mine");
    await vi.advanceTimersByTimeAsync(500);
    expect(dockerfile(store)).toMatchObject({ save: "conflict", content: "mine" });
    expect(dockerfile(store).theirs?.content).toBe("theirs");
    expect(server.files.get("Dockerfile")?.content).toBe("theirs");
    expect(await store.flush()).toBe(false);
    store.resolve("Dockerfile", "mine");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.files.get("Dockerfile")?.content).toBe("mine");
    expect(dockerfile(store)).toMatchObject({ save: "saved", theirs: null });
  });

  it("keeps both versions until the student chooses, theirs", async () => {
    const store = open();
    server.meddle("theirs");
    store.edit("Dockerfile", "mine");
    await vi.advanceTimersByTimeAsync(500);
    store.resolve("Dockerfile", "theirs");
    expect(dockerfile(store)).toMatchObject({ save: "saved", content: "theirs", version: 2 });
    expect(browser.items.size).toBe(0);
  });

  it("is not a conflict when both typed the same", async () => {
    const store = open();
    server.meddle("same");
    store.edit("Dockerfile", "same");
    await vi.advanceTimersByTimeAsync(500);
    expect(dockerfile(store)).toMatchObject({ save: "saved", version: 2 });
  });
});

describe("a terminal in the seat", () => {
  const written = (content: string, version: number): WorkspaceFile => ({ ...starter, content, version });

  it("changes what is open here, when nothing was typed here", () => {
    const store = open();
    store.arrive(written("from the terminal", 2));
    expect(dockerfile(store)).toMatchObject({ content: "from the terminal", version: 2, save: "saved" });
    store.arrive(written("late word of an older version", 2));
    expect(dockerfile(store).content).toBe("from the terminal");
  });

  it("brings new files and takes deleted ones away", () => {
    const store = open();
    store.arrive({ path: "notes.txt", content: "n", version: 1, editable: true, starter: null });
    expect(store.getSnapshot().files.map(({ path }) => path)).toEqual(["Dockerfile", "notes.txt"]);
    store.vanish("notes.txt", 2);
    store.vanish("Dockerfile", 9);
    expect(store.getSnapshot().files.map(({ path }) => path)).toEqual(["Dockerfile"]);
  });

  it("does not take away what was typed here: both versions stay", async () => {
    const store = open();
    store.edit("Dockerfile", "mine");
    server.meddle("from the terminal");
    store.arrive(written("from the terminal", 2));
    expect(dockerfile(store)).toMatchObject({ save: "conflict", content: "mine" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.saves).toBe(0);
  });

  it("asks where the seat has another version than the server: mine is saved anew", async () => {
    const store = open();
    server.meddle("saved");
    store.arrive(written("saved", 2));
    store.clash(written("in the seat only", 2));
    expect(dockerfile(store)).toMatchObject({ save: "conflict", theirsFrom: "terminal", content: "saved" });
    store.resolve("Dockerfile", "mine");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.files.get("Dockerfile")).toMatchObject({ content: "saved", version: 3 });
    expect(dockerfile(store)).toMatchObject({ save: "saved", theirs: null });
  });

  it("asks where the seat has another version than the server: the seat's is saved", async () => {
    const store = open();
    store.clash(written("in the seat only", 1));
    store.resolve("Dockerfile", "theirs");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.files.get("Dockerfile")).toMatchObject({ content: "in the seat only", version: 2 });
    expect(dockerfile(store)).toMatchObject({ save: "saved", content: "in the seat only", theirs: null });
  });

  it("asks also when a save was on its way", async () => {
    const store = open();
    const real = server.save;
    let answer: () => void = () => undefined;
    server.save = async (request) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return real(request);
    };
    store.edit("Dockerfile", "mine");
    await vi.advanceTimersByTimeAsync(500);
    store.clash(written("in the seat only", 1));
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(dockerfile(store)).toMatchObject({ save: "conflict", content: "mine", version: 2 });
    expect(dockerfile(store).theirs).toMatchObject({ content: "in the seat only", version: 2 });
  });
});

describe("a server that is gone", () => {
  it("keeps the text, says so, and sends it when the server is back", async () => {
    const store = open();
    server.online = false;
    store.edit("Dockerfile", "typed offline");
    await vi.advanceTimersByTimeAsync(500);
    expect(dockerfile(store)).toMatchObject({ save: "offline", content: "typed offline" });
    expect([...browser.items.values()].join()).toContain("typed offline");
    server.online = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.files.get("Dockerfile")?.content).toBe("typed offline");
    expect(browser.items.size).toBe(0);
  });

  it("brings unsaved text back after a reload", async () => {
    const before = open();
    before.edit("Dockerfile", "nearly lost");
    before.keepDrafts();
    const after = open();
    after.restoreDrafts();
    expect(dockerfile(after)).toMatchObject({ content: "nearly lost", save: "unsaved" });
    await vi.advanceTimersByTimeAsync(0);
    expect(server.files.get("Dockerfile")?.content).toBe("nearly lost");
  });

  it("asks, when the server's file has moved on meanwhile", () => {
    const before = open();
    before.edit("Dockerfile", "nearly lost");
    before.keepDrafts();
    const after = open([{ ...starter, content: "moved on", version: 4 }]);
    after.restoreDrafts();
    expect(dockerfile(after)).toMatchObject({ save: "conflict", content: "nearly lost" });
    expect(dockerfile(after).theirs?.content).toBe("moved on");
  });

  it("works on when the browser refuses storage", () => {
    const drafts = createDrafts("x", () => {
      throw new Error("denied");
    });
    drafts.keep("a", { content: "b", baseVersion: 1 });
    expect(drafts.find("a")).toBeNull();
  });
});

describe("reset", () => {
  it("sends what is typed first, so that undo can bring it back", async () => {
    const store = open();
    store.edit("Dockerfile", "my work");
    await store.reset(null);
    expect(dockerfile(store)).toMatchObject({ content: "FROM a\n", version: 3 });
    expect(store.getSnapshot().canUndoReset).toBe(true);
    await store.undoReset();
    expect(dockerfile(store)).toMatchObject({ content: "my work", save: "saved" });
    expect(store.getSnapshot().canUndoReset).toBe(false);
  });
});

describe("adding and deleting", () => {
  it("creates an empty file on the server and removes it again", async () => {
    const store = open();
    store.add(".dockerignore");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.files.get(".dockerignore")).toMatchObject({ content: "", version: 1 });
    await store.remove(".dockerignore");
    expect(server.files.has(".dockerignore")).toBe(false);
    expect(store.getSnapshot().files.map(({ path }) => path)).toEqual(["Dockerfile"]);
  });
});
