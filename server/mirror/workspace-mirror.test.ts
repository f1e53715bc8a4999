import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../core/errors.ts";
import type { WorkspaceFile } from "../../core/lab/workspace.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { FolderInMemory } from "../../testing/workspace/folder-in-memory.ts";
import { WorkspaceMirror } from "./workspace-mirror.ts";

let folder: FolderInMemory;
let saved: Map<string, WorkspaceFile>;
let told: ServerMessage[];
let refuse: string | null;
const store = (path: string, content: string, more: Partial<WorkspaceFile> = {}) => {
  const version = (saved.get(path)?.version ?? 0) + 1;
  saved.set(path, { path, content, version, editable: true, starter: null, ...more });
  return version;
};
const open = () =>
  new WorkspaceMirror({
    folder,
    readFiles: () => Promise.resolve([...saved.values()]),
    save: (path, content, baseVersion) => {
      if (refuse !== null) {
        return Promise.reject(new AppError("TOO_LARGE", { message: refuse, userMessage: refuse }));
      }
      const current = saved.get(path);
      if (current !== undefined && current.version !== baseVersion) {
        return Promise.resolve({ status: "conflict", current });
      }
      return Promise.resolve({ status: "saved", version: store(path, content) });
    },
    remove: (path, baseVersion) => {
      saved.delete(path);
      return Promise.resolve({ status: "saved", version: baseVersion + 1 });
    },
    isEditable: (path) => path.endsWith(".txt"),
    limits: { fileBytes: 1000, totalBytes: 10_000, files: 20 },
    tell: (message) => told.push(message),
    onEnd: () => undefined,
  });
/** The seat is looked at, and everything that follows from it has happened. */
const settle = async (mirror: WorkspaceMirror) => {
  folder.look();
  await mirror.changed();
};

beforeEach(() => {
  vi.useFakeTimers();
  folder = new FolderInMemory();
  saved = new Map();
  told = [];
  refuse = null;
  store("a.txt", "one");
});
afterEach(() => vi.useRealTimers());

describe("a mirror", () => {
  it("brings the files into a fresh seat, and what is saved later", async () => {
    const mirror = open();
    await mirror.start();
    expect(folder.files.get("a.txt")).toBe("one");
    await settle(mirror);
    store("a.txt", "two");
    await mirror.changed();
    expect(folder.files.get("a.txt")).toBe("two");
    expect(told).toEqual([]);
  });

  it("saves what the terminal writes, and tells pages", async () => {
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.write("a.txt", "from the terminal");
    folder.write("new.txt", "new");
    await settle(mirror);
    expect(saved.get("a.txt")).toMatchObject({ content: "from the terminal", version: 2 });
    expect(saved.get("new.txt")).toMatchObject({ content: "new" });
    expect(told.map((message) => (message.type === "file" ? message.file.path : message.type))).toEqual([
      "a.txt",
      "new.txt",
    ]);
  });

  it("does not take its own writing for the terminal's", async () => {
    const mirror = open();
    await mirror.start();
    for (const text of ["two", "three", "four"]) {
      store("a.txt", text);
      await mirror.changed();
      await settle(mirror);
    }
    expect(saved.get("a.txt")?.version).toBe(4);
    expect(told).toEqual([]);
  });

  it("knows its own texts when the seat shows them late", async () => {
    const mirror = open();
    await mirror.start();
    store("a.txt", "two");
    folder.look();
    store("a.txt", "three");
    await mirror.changed();
    await settle(mirror);
    await settle(mirror);
    expect(folder.files.get("a.txt")).toBe("three");
    expect(told).toEqual([]);
    // Once even, an earlier text is a change like any other.
    folder.write("a.txt", "two");
    await settle(mirror);
    expect(saved.get("a.txt")?.content).toBe("two");
  });

  it("keeps both versions of a conflict until one is saved", async () => {
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.write("a.txt", "theirs");
    store("a.txt", "mine");
    await settle(mirror);
    expect(saved.get("a.txt")?.content).toBe("mine");
    expect(folder.files.get("a.txt")).toBe("theirs");
    expect(told).toMatchObject([{ type: "conflict", file: { content: "theirs", version: 2 } }]);
    await settle(mirror);
    expect(told).toHaveLength(1);

    store("a.txt", "mine after all");
    await mirror.changed();
    expect(folder.files.get("a.txt")).toBe("mine after all");
  });

  it("ends a conflict when the seat's version is saved", async () => {
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.write("a.txt", "theirs");
    store("a.txt", "mine");
    await settle(mirror);
    store("a.txt", "theirs");
    await settle(mirror);
    folder.write("a.txt", "theirs, and on");
    await settle(mirror);
    expect(saved.get("a.txt")?.content).toBe("theirs, and on");
  });

  it("deletes what was deleted in the terminal, at the second look", async () => {
    store("b.txt", "stays");
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.files.delete("a.txt");
    await settle(mirror);
    expect(saved.has("a.txt")).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    await mirror.changed();
    expect(saved.has("a.txt")).toBe(false);
    expect(told).toContainEqual({ type: "gone", path: "a.txt", version: 2 });
  });

  it("deletes nothing when the whole folder is gone, and brings it back", async () => {
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.files.clear();
    await settle(mirror);
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved.get("a.txt")?.content).toBe("one");
    expect(folder.files.get("a.txt")).toBe("one");
  });

  it("brings a file of the exercise back when it is deleted", async () => {
    store("a.txt", "one", { starter: "one" });
    store("b.txt", "stays");
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.files.delete("a.txt");
    await settle(mirror);
    await vi.advanceTimersByTimeAsync(1000);
    await mirror.changed();
    expect(folder.files.get("a.txt")).toBe("one");
  });

  it("knows after a restart what was common, and asks for nothing", async () => {
    const before = open();
    await before.start();
    await settle(before);
    before.stop();
    store("a.txt", "edited without a terminal");
    const after = open();
    await after.start();
    expect(folder.files.get("a.txt")).toBe("edited without a terminal");
    expect(told).toEqual([]);
  });

  it("says once why a file is not taken", async () => {
    const mirror = open();
    await mirror.start();
    await settle(mirror);
    folder.write("a.txt", "x".repeat(2000));
    await settle(mirror);
    await settle(mirror);
    refuse = "Too many files.";
    folder.write("b.txt", "b");
    await settle(mirror);
    await settle(mirror);
    expect(told.map((message) => (message.type === "notice" ? message.text : message.type))).toEqual([
      "a.txt in your seat stays there: it is too large for the editor or not text.",
      "b.txt in your seat was not saved. Too many files.",
    ]);
    expect(saved.get("a.txt")?.content).toBe("one");
  });

  it("tells a page what has happened since it was loaded", async () => {
    const mirror = open();
    await mirror.start();
    const answers: ServerMessage[] = [];
    await mirror.tellSince({ "a.txt": 1, "old.txt": 4 }, (message) => answers.push(message));
    expect(answers).toEqual([{ type: "gone", path: "old.txt", version: 5 }]);
    await mirror.tellSince({ "a.txt": 0 }, (message) => answers.push(message));
    expect(answers[1]).toMatchObject({ type: "file", file: { path: "a.txt", version: 1 } });
  });
});
