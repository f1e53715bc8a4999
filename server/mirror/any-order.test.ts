import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FolderInMemory } from "../../testing/workspace/folder-in-memory.ts";
import { SavedFiles } from "../../testing/workspace/saved-files.ts";
import { WorkspaceMirror } from "./workspace-mirror.ts";

/** A mirror whose every step, and every listing, waits until it is let through. */
class World {
  readonly saved = new SavedFiles({ a: "A" });
  readonly folder = new FolderInMemory();
  readonly mirror: WorkspaceMirror;
  /** How often the mirror has changed what is saved, and what is in the seat. */
  saves = 0;
  writes = 0;
  #waiting: (() => void)[] = [];
  #listings: ReturnType<FolderInMemory["list"]>[] = [];

  constructor() {
    const { folder, saved } = this;
    const pass = <Result>(work: () => Result | Promise<Result>) =>
      new Promise<Result>((resolve, reject) => {
        this.#waiting.push(() => void Promise.resolve().then(work).then(resolve, reject));
      });
    this.mirror = new WorkspaceMirror({
      folder: {
        path: folder.path,
        watch: (onListing) => folder.watch(onListing),
        readCommon: () => folder.readCommon(),
        read: (paths) => pass(() => folder.read(paths)),
        change: (changes, common) =>
          pass(async () => {
            const before = JSON.stringify(this.seatTexts);
            await folder.change(changes, common);
            if (JSON.stringify(this.seatTexts) !== before) this.writes += 1;
          }),
      },
      readFiles: () => pass(() => saved.files()),
      save: (path, content, base) =>
        pass(() => {
          this.saves += 1;
          return saved.save(path, content, base);
        }),
      remove: (path, base) =>
        pass(() => {
          this.saves += 1;
          return saved.remove(path, base) ?? { status: "saved", version: base };
        }),
      isEditable: () => true,
      limits: { fileBytes: 1000, totalBytes: 10_000, files: 20 },
      tell: () => undefined,
      onEnd: () => {
        throw new Error("the mirror ended");
      },
    });
  }

  save(path: string, text: string): void {
    this.saved.save(path, text, this.saved.find(path)?.version ?? 0);
    void this.mirror.changed();
  }

  remove(path: string): void {
    this.saved.remove(path, this.saved.find(path)?.version ?? 0);
    void this.mirror.changed();
  }

  letOneThrough(): void {
    this.#waiting.shift()?.();
  }

  list(): void {
    this.#listings.push(this.folder.list());
  }

  showListing(): void {
    const listing = this.#listings.shift();
    if (listing !== undefined) this.folder.show(listing);
  }

  async drain(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    while (this.#waiting.length > 0) {
      this.letOneThrough();
      await vi.advanceTimersByTimeAsync(0);
    }
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      while (this.#listings.length > 0) {
        this.showListing();
        await this.drain();
      }
      await vi.advanceTimersByTimeAsync(700);
      this.list();
      await this.drain();
    }
  }

  get savedTexts(): Record<string, string> {
    return Object.fromEntries(this.saved.files().map(({ path, content }) => [path, content]));
  }

  get seatTexts(): Record<string, string> {
    return Object.fromEntries([...this.folder.files].sort());
  }
}

const path = fc.constantFrom("a", "b");
// Few texts, so that one comes back that was there before.
const text = fc.constantFrom("A", "B", "C");
type Act = (world: World) => void;
const between: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.constant((world: World) => world.letOneThrough()) },
  { weight: 2, arbitrary: fc.constant((world: World) => world.list()) },
  { weight: 2, arbitrary: fc.constant((world: World) => world.showListing()) },
  { weight: 1, arbitrary: fc.constant(() => void vi.advanceTimersByTime(600)) },
);
const inEditor: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(path, text).map(
    ([at, content]) =>
      (world: World) =>
        world.save(at, content),
  ),
  path.map((at) => (world: World) => world.remove(at)),
);
const inSeat: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(path, text).map(
    ([at, content]) =>
      (world: World) =>
        world.folder.write(at, content),
  ),
  fc.constant((world: World) => void world.folder.files.delete("b")),
);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function play(acts: readonly Act[]): Promise<World> {
  const world = new World();
  void world.mirror.start();
  await world.settle();
  world.writes = 0;
  for (const act of acts) {
    act(world);
    await vi.advanceTimersByTimeAsync(0);
  }
  await world.settle();
  return world;
}

const many = (...sides: fc.Arbitrary<Act>[]) => {
  const some = sides.map((arbitrary) => ({ weight: 3, arbitrary }));
  return fc.array(fc.oneof({ weight: 6, arbitrary: between }, ...some), { maxLength: 40 });
};

describe("a mirror, whatever comes first and however late it is seen", () => {
  it("never takes its own writing for the terminal's", async () => {
    const property = fc.asyncProperty(many(inEditor), async (acts) => {
      const world = await play(acts);
      expect(world.saves).toBe(0);
      expect(world.seatTexts).toEqual(world.savedTexts);
    });
    await fc.assert(property, { numRuns: 500 });
  });

  it("never writes over the terminal, when only that has written", async () => {
    const property = fc.asyncProperty(many(inSeat), async (acts) => {
      const world = await play(acts);
      expect(world.writes).toBe(0);
      expect(world.savedTexts).toEqual(world.seatTexts);
    });
    await fc.assert(property, { numRuns: 500 });
  });

  it("makes both sides even when both were written, once the student has answered", async () => {
    const property = fc.asyncProperty(many(inEditor, inSeat), async (acts) => {
      const world = await play(acts);
      for (const [at, content] of Object.entries(world.savedTexts)) {
        if (world.seatTexts[at] !== content) world.save(at, content);
      }
      await world.settle();
      expect(world.seatTexts).toEqual(world.savedTexts);
    });
    await fc.assert(property, { numRuns: 500 });
  });
});
