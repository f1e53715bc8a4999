import { describe, expect, it } from "vitest";
import type { LayerFile } from "../image/parse-scan.ts";
import type { ImageLayer, Waste } from "../image/report.ts";
import { judgeNoWaste, noWasteCheck } from "./judge-no-waste.ts";
import { judgeNotInImage, notInImageCheck } from "./judge-not-in-image.ts";
import { judgeShareOfStarter, shareOfStarterCheck } from "./judge-share-of-starter.ts";

const head = { id: "weight", title: "Weight", points: 10 };
const layer = (index: number, origin: "base" | "own", bytes: number): ImageLayer => ({
  index,
  diffId: String(index),
  bytes,
  createdBy: "COPY . .",
  origin,
  line: origin === "own" ? index + 1 : null,
});
const file = (path: string, kind: LayerFile["kind"] = "file"): LayerFile => ({
  path,
  kind,
  bytes: 10,
  inode: path,
  uid: 0,
  modified: "0",
  executable: false,
});

describe("judgeShareOfStarter", () => {
  const check = shareOfStarterCheck.parse({ ...head, kind: "share-of-starter", share: 0.3333 });
  const layers = [layer(0, "base", 121e6), layer(1, "own", 6e6), layer(2, "own", 40e6)];
  it("passes up to the share, and says both weights", () => {
    const result = judgeShareOfStarter(check, { starterBytes: 450e6, bytes: 149e6, layers });
    expect(result.status).toBe("passed");
    expect(result.evidence.map((one) => one.found)).toEqual(["450.0 MB", "149.0 MB, which is 33.1 %"]);
  });
  it("fails beyond it and points at the heaviest own layer", () => {
    const result = judgeShareOfStarter(check, { starterBytes: 450e6, bytes: 167e6, layers });
    expect(result).toMatchObject({ status: "failed", line: 3 });
    expect(result.hint).toContain("17.0 MB too much");
  });
});

describe("judgeNoWaste", () => {
  const check = noWasteCheck.parse({
    ...head,
    kind: "no-waste",
    causes: ["apt-lists", "pip-cache"],
    maxBytes: 1000,
  });
  const waste = (cause: Waste["cause"], bytes: number, line: number): Waste => ({
    cause,
    layerIndex: 1,
    line,
    bytes,
    files: 1,
    examples: ["/var/lib/apt/lists/x"],
    advice: "",
  });
  it("passes without those causes, with little of them, and with others", () => {
    expect(judgeNoWaste(check, [waste("pip-cache", 900, 2), waste("tests", 9e6, 3)]).status).toBe("passed");
  });
  it("adds up a cause over the layers and names the worst line", () => {
    const result = judgeNoWaste(check, [waste("apt-lists", 600, 2), waste("apt-lists", 700, 4)]);
    expect(result).toMatchObject({ status: "failed", line: 4 });
    expect(result.hint).toContain("apt lists");
  });
});

describe("judgeNotInImage", () => {
  const check = notInImageCheck.parse({ ...head, kind: "not-in-image", paths: ["**/*.ipynb", "**/.env"] });
  const judge = (...layers: (ImageLayer & { files: LayerFile[] })[]) => judgeNotInImage(check, { layers });
  it("passes an image without them, whatever the base has", () => {
    const base = { ...layer(0, "base", 1), files: [file("usr/share/x.ipynb")] };
    expect(
      judge(base, { ...layer(1, "own", 1), files: [file("app/app.py"), file("app/.envrc")] }).status,
    ).toBe("passed");
  });
  it("fails a file that is there, at the line that brought it", () => {
    const result = judge({ ...layer(1, "own", 1), files: [file("app/notebooks/a.ipynb")] });
    expect(result).toMatchObject({ status: "failed", line: 2 });
    expect(result.hint).toContain("is in the image");
  });
  it("fails a file that a later layer deletes, also with its folder", () => {
    const brought = { ...layer(1, "own", 1), files: [file("app/notebooks/a.ipynb")] };
    const result = judge(brought, { ...layer(2, "own", 0), files: [file("app/notebooks", "whiteout")] });
    expect(result).toMatchObject({ status: "failed", line: 2 });
    expect(result.hint).toContain("deleted by a later line");
  });
});
