import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestStore } from "../testing/test-store.ts";
import { CommitLock } from "./commit-lock.ts";
import { sweepAlone } from "./housekeeping.ts";
import { Ledger } from "./ledger.ts";
import { surveyStudent } from "./survey.ts";
import { sweepBlobs } from "./sweep.ts";
import { CALM, deleteImage, tidyStudent } from "./tidy.ts";

const HOUR_MS = 3_600_000;
const ada = { realm: "r", name: "ada" };
const nobody = () => false;
let files: Awaited<ReturnType<typeof makeTestStore>>;
beforeEach(async () => void (files = await makeTestStore()));
afterEach(() => files.remove());

const ledgerOf = (quotaBytes: number, more: { diskBytes?: number; things?: number } = {}) =>
  new Ledger(
    files.store,
    { quotaBytes, diskBytes: 1e9, things: 100, ...more },
    sweepAlone(files.store, new CommitLock()),
  );

/** An image of one layer, pushed. */
async function push(repository: string, content: string, tags: readonly string[], ageMs = 0) {
  const layer = await files.putBlob(content);
  await files.linkLayer(repository, layer, ageMs);
  return { layer, image: await files.putManifest(repository, [layer], tags, ageMs) };
}

describe("what a student keeps", () => {
  it("is counted over the blobs that their repositories link to, each once, whoever else has them", async () => {
    const layer = "x".repeat(1000);
    await push("r/ada/one", layer, ["1"]);
    await push("r/ada/two/deep", layer, ["1"]);
    await push("r/ben/app", layer, ["1"]);
    const survey = await surveyStudent(files.store, ada);
    expect(survey.repositories.map(({ path }) => path).sort()).toEqual(["one", "two/deep"]);
    expect(survey.blobBytes).toBeGreaterThan(1000);
    expect(survey.blobBytes).toBeLessThan(1500);
  });

  it("counts uploads, on the disk and on their way", async () => {
    await files.putUpload("r/ada/app", "half", "x".repeat(400));
    const ledger = ledgerOf(1000);
    expect(await ledger.usedBytes(ada)).toBe(400);
    expect(await ledger.begin(ada, "half")).toBe(true);
    expect(await ledger.begin(ada, "half")).toBe(false);
    expect(await ledger.admit(ada, 300, "half")).toBeNull();
    expect(await ledger.usedBytes(ada)).toBe(700);
    expect(await ledger.admit(ada, 301, "half")).toMatchObject({ code: "DENIED" });
  });

  it("does not pass the limit by uploads at the same time", async () => {
    const ledger = ledgerOf(1000);
    await Promise.all(["a", "b", "c"].map((upload) => ledger.begin(ada, upload)));
    const answers = await Promise.all(["a", "b", "c"].map((upload) => ledger.admit(ada, 400, upload)));
    expect(answers.filter((answer) => answer === null)).toHaveLength(2);
    expect(await ledger.admit({ ...ada, name: "ben" }, 1000)).toBeNull();
  });

  it("is bounded in number, too", async () => {
    for (let tag = 0; tag < 3; tag += 1) await push("r/ada/app", `layer ${tag}`, [`${tag}`]);
    expect(await ledgerOf(1e6, { things: 9 }).admit(ada, 1)).toMatchObject({
      message: expect.stringContaining("9 tags and layers") as string,
    });
  });

  it("makes room by what no tag names any more, before it refuses", async () => {
    const old = await push("r/ada/app", "x".repeat(600), [], HOUR_MS);
    const ledger = ledgerOf(1000);
    expect(await ledger.admit(ada, 500)).toBeNull();
    const { repositories } = await surveyStudent(files.store, ada);
    expect(repositories.flatMap(({ manifests }) => manifests)).toEqual([]);
    expect(await files.store.blobBytes(old.layer)).toBe(600);
    await sweepBlobs(files.store);
    expect(await files.store.blobBytes(old.layer)).toBeNull();
  });

  it("stays within what all may keep, after a sweep", async () => {
    await files.putBlob("x".repeat(500));
    const kept = await push("r/ben/app", "y".repeat(500), ["1"]);
    const ledger = ledgerOf(1000, { diskBytes: 1000 });
    await ledger.recount();
    expect(await files.store.blobBytes(kept.layer)).toBe(500);
    await ledger.begin(ada, "a");
    expect(await ledger.admit(ada, 300, "a")).toBeNull();
    expect(await ledger.admit(ada, 300, "a")).toMatchObject({
      message: expect.stringContaining("is full") as string,
    });
  });
});

describe("tidying", () => {
  it("keeps what a tag names, what is young, and uploads that go on", async () => {
    const tagged = await push("r/ada/app", "tagged", ["1"], 100 * HOUR_MS);
    const young = await push("r/ada/app", "young", []);
    const old = await push("r/ada/app", "old", [], 100 * HOUR_MS);
    await files.putUpload("r/ada/app", "left", "x", HOUR_MS);
    await files.putUpload("r/ada/app", "goes-on", "x", HOUR_MS);
    const survey = await surveyStudent(files.store, ada);
    expect(await tidyStudent(files.store, survey, CALM, (upload) => upload === "goes-on")).toBe(true);
    const [after] = (await surveyStudent(files.store, ada)).repositories;
    expect(after?.manifests.map(({ digest }) => digest).sort()).toEqual([tagged.image, young.image].sort());
    expect(after?.layers.map(({ digest }) => digest)).not.toContain(old.layer);
    expect(after?.uploads.map(({ id }) => id)).toEqual(["goes-on"]);
    expect(await tidyStudent(files.store, await surveyStudent(files.store, ada), CALM, () => true)).toBe(
      false,
    );
  });

  it("keeps the images of an index that a tag names", async () => {
    const inner = await push("r/ada/app", "inner", [], 100 * HOUR_MS);
    await files.putManifest("r/ada/app", [inner.image], ["all"], 100 * HOUR_MS);
    expect(await tidyStudent(files.store, await surveyStudent(files.store, ada), CALM, nobody)).toBe(false);
  });

  it("deletes an image with its tags and what only it needs", async () => {
    const shared = await files.putBlob("shared");
    await files.linkLayer("r/ada/app", shared);
    const own = await files.putBlob("own");
    await files.linkLayer("r/ada/app", own);
    const gone = await files.putManifest("r/ada/app", [shared, own], ["1", "latest"]);
    const left = await files.putManifest("r/ada/app", [shared], ["2"]);
    const find = async () => (await surveyStudent(files.store, ada)).repositories[0];
    const before = await find();
    if (before === undefined) throw new Error("no repository");
    expect(await deleteImage(files.store, before, `sha256:${"0".repeat(64)}`)).toBe(false);
    expect(await deleteImage(files.store, before, gone)).toBe(true);
    expect(await find()).toMatchObject({
      manifests: [{ digest: left, tags: ["2"] }],
      layers: [{ digest: shared }],
    });
    await sweepBlobs(files.store);
    expect(await files.store.blobBytes(own)).toBeNull();
    expect(await files.store.blobBytes(shared)).toBe(6);
  });
});

describe("the lock of a sweep", () => {
  it("waits for those who share it, and holds later ones up", async () => {
    const lock = new CommitLock();
    const order: string[] = [];
    let endFirst: () => void = () => undefined;
    const first = lock.share(() => new Promise<void>((resolve) => (endFirst = resolve)));
    const alone = lock.alone(() => Promise.resolve(order.push("alone")));
    const later = lock.share(() => Promise.resolve(order.push("later")));
    await Promise.resolve();
    expect(order).toEqual([]);
    endFirst();
    await Promise.all([first, alone, later]);
    expect(order).toEqual(["alone", "later"]);
  });
});
