import fc from "fast-check";
import { afterEach, beforeEach, it, vi } from "vitest";
import { storageInMemory } from "../../../testing/workspace/storage-in-memory.ts";
import { type Tab as AnyTab, ThreeSides } from "../../../testing/workspace/three-sides.ts";
import { createDrafts } from "./drafts.ts";
import { createFilesStore, type FilesStore } from "./files-store.ts";

type Tab = AnyTab<FilesStore>;
type Sides = ThreeSides<FilesStore>;

type Act = readonly [
  weight: number,
  says: string,
  act: (sides: Sides, tab: Tab, path: string, n: number) => void,
];
const find = ({ store }: Tab, path: string) => store.getSnapshot().files.find((file) => file.path === path);

const acts: readonly Act[] = [
  [12, "let one through", (sides, _tab, _path, n) => sides.letThrough(n)],
  [2, "cut one off", (sides, _tab, _path, n) => sides.cut(n)],
  [6, "wait", (_sides, _tab, _path, n) => void vi.advanceTimersByTime([0, 300, 800, 5000][n % 4] ?? 0)],
  [6, "type", (sides, tab, path) => sides.type(tab, path, sides.newText())],
  [
    2,
    "type the saved text again",
    (sides, tab, path) => {
      const saved = find(tab, path)?.savedContent;
      if (saved != null) sides.type(tab, path, saved);
    },
  ],
  [
    2,
    "type their text",
    (sides, tab, path) => {
      const theirs = find(tab, path)?.theirs;
      if (theirs != null) sides.type(tab, path, theirs.content);
    },
  ],
  [
    3,
    "choose",
    (_sides, tab, path, n) => {
      if (find(tab, path)?.save !== "conflict") return;
      tab.typed.delete(path);
      tab.store.resolve(path, n % 2 === 0 ? "mine" : "theirs");
    },
  ],
  [2, "add", (_sides, tab, path) => tab.store.add(path)],
  [
    2,
    "remove",
    (_sides, tab, path) => {
      tab.typed.delete(path);
      void tab.store.remove(path);
    },
  ],
  [
    1,
    "reset a file",
    (_sides, tab, path) => {
      tab.typed.delete(path);
      void tab.store.reset(path);
    },
  ],
  [
    1,
    "reset all",
    (_sides, tab) => {
      tab.typed.clear();
      void tab.store.reset(null);
    },
  ],
  [1, "undo a reset", (_sides, tab) => void tab.store.undoReset()],
  [4, "show the tab", (_sides, tab) => void tab.store.refresh()],
  [1, "flush", (_sides, tab) => void tab.store.flush()],
  [4, "write in the seat", (sides, _tab, path) => sides.writeInSeat(path)],
  [2, "delete in the seat", (sides, _tab, path) => void sides.folder.files.delete(path)],
  [4, "look at the seat", (sides) => sides.folder.look()],
];

const step = fc.record({
  says: fc.oneof(...acts.map(([weight, says]) => ({ weight, arbitrary: fc.constant(says) }))),
  tab: fc.nat(1),
  path: fc.constantFrom("starter.txt", "notes.txt"),
  n: fc.nat(7),
});
const answers = fc.array(fc.constantFrom("mine" as const, "theirs" as const), { minLength: 1, maxLength: 6 });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("two tabs, a server and a seat lose no edit and agree in the end, whatever comes first", async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), answers, async (steps, answered) => {
    const sides = new ThreeSides<FilesStore>((files, api) => {
      const drafts = createDrafts("lab", storageInMemory().storage);
      return createFilesStore({ files, api, drafts, canUndoReset: false });
    });
    await sides.open();
    for (const { says, tab, path, n } of steps) {
      acts.find(([, name]) => name === says)?.[2](sides, sides.tab(tab), path, n);
      await vi.advanceTimersByTimeAsync(0);
      sides.checkTyped();
    }
    await sides.settle(answered);
    sides.expectAgreement();
  });
  await fc.assert(property, { numRuns: 300 });
});
