import { describe, expect, it } from "vitest";
import { classifyPath } from "./classify-path.ts";
import { findWaste, type ScannedLayer } from "./find-waste.ts";
import { layerBytes, type LayerFile, parseScan } from "./parse-scan.ts";

let inode = 0;
const entry = (path: string, bytes = 10_000, more: Partial<LayerFile> = {}): LayerFile => ({
  path,
  bytes,
  kind: "file",
  inode: String((inode += 1)),
  uid: 0,
  modified: "1.5",
  executable: false,
  ...more,
});
const layer = (index: number, files: LayerFile[], more: Partial<ScannedLayer> = {}): ScannedLayer => ({
  index,
  origin: "own",
  line: index + 1,
  source: "run",
  files,
  ...more,
});
const causes = (layers: ScannedLayer[]) =>
  findWaste(layers).map((waste) => [waste.cause, waste.layerIndex, waste.bytes]);

describe("classifyPath", () => {
  it.each([
    ["root/.cache/pip/http/a", "pip-cache"],
    ["home/app/.cache/pip/wheels/b", "pip-cache"],
    ["var/lib/apt/lists/deb.debian.org_Packages", "apt-lists"],
    ["var/cache/apt/archives/gcc.deb", "apt-archives"],
    ["var/cache/apt/pkgcache.bin", "apt-archives"],
    ["app/.git/objects/aa/bb", "version-control"],
    ["usr/bin/x86_64-linux-gnu-gcc-12", "build-tools"],
    ["usr/bin/make", "build-tools"],
    ["usr/lib/gcc/x86_64-linux-gnu/12/cc1", "build-tools"],
    ["usr/include/stdio.h", "build-tools"],
    ["usr/lib/x86_64-linux-gnu/libc.a", "build-tools"],
    ["opt/venv/lib/python3.11/site-packages/numpy/tests/test_a.py", "tests"],
    ["app/tests/test_api.py", "tests"],
    ["app/__pycache__/main.cpython-311.pyc", "bytecode"],
    ["opt/venv/lib/python3.11/site-packages/numpy/core/x.so", null],
    ["app/main.py", null],
    ["usr/bin/python3", null],
    ["usr/lib/x86_64-linux-gnu/libgomp.so.1", null],
    ["app/contest/data.csv", null],
    ["usr/bin/makeover", null],
  ])("%s: %s", (path, cause) => {
    expect(classifyPath(path)).toBe(cause);
  });
});

describe("findWaste", () => {
  it("never blames the base", () => {
    expect(causes([layer(0, [entry("usr/bin/gcc")], { origin: "base" })])).toEqual([]);
  });

  it("counts what chown copied again at the copy, once", () => {
    const big = entry("app/model.bin", 50_000);
    const again = { ...big, inode: "x", uid: 1000 };
    expect(causes([layer(0, [big]), layer(1, [again])])).toEqual([["duplicate", 1, 50_000]]);
  });

  it("counts what a later layer deletes or replaces at the layer that holds it", () => {
    const layers = [
      layer(0, [entry("tmp/a"), entry("tmp/dir/b"), entry("etc/c")]),
      layer(1, [
        entry("tmp/a", 0, { kind: "whiteout" }),
        entry("tmp/dir", 0, { kind: "whiteout" }),
        entry("etc/c", 20_000, { modified: "2" }),
      ]),
    ];
    expect(causes(layers)).toEqual([["overwritten", 0, 30_000]]);
  });

  it("sees a copy of the base's own files", () => {
    const python = entry("usr/local/bin/python3.11", 30_000);
    const layers = [
      layer(0, [python], { origin: "base" }),
      layer(1, [{ ...python, inode: "y" }], { source: "stage" }),
    ];
    expect(causes(layers)).toEqual([["duplicate", 1, 30_000]]);
  });

  it("names a virtual environment only when it came from the build context", () => {
    const files = () => [entry("app/.venv/pyvenv.cfg", 2000), entry("app/.venv/lib/numpy.so", 9000)];
    expect(causes([layer(0, files(), { source: "context" })])).toEqual([["virtual-environment", 0, 11_000]]);
    expect(causes([layer(0, files(), { source: "stage" })])).toEqual([]);
  });

  it("counts hard links once", () => {
    const files = [
      entry("root/.cache/pip/a", 5000, { inode: "7" }),
      entry("root/.cache/pip/b", 5000, { inode: "7" }),
    ];
    expect(causes([layer(0, files)])).toEqual([["pip-cache", 0, 5000]]);
  });

  it("gives no byte two causes: waste of a layer never exceeds the layer", () => {
    const paths = [
      "root/.cache/pip/x",
      "app/.git/x",
      "app/.venv/pyvenv.cfg",
      "app/.venv/x",
      "usr/bin/gcc",
      "app/tests/x.py",
      "app/__pycache__/x.pyc",
      "app/x",
    ];
    let seed = 42;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 200; round += 1) {
      const layers = Array.from({ length: 1 + random(5) }, (_, index) =>
        layer(
          index,
          Array.from({ length: random(12) }, () =>
            entry(paths[random(paths.length)] ?? "", random(20_000), {
              kind: (["file", "file", "file", "whiteout", "directory"] as const)[random(5)] ?? "file",
              inode: String(random(8)),
              modified: String(random(2)),
            }),
          ),
          { origin: random(4) === 0 ? "base" : "own", source: random(2) === 0 ? "context" : "run" },
        ),
      );
      const waste = findWaste(layers);
      for (const one of layers) {
        const sum = waste.filter((w) => w.layerIndex === one.index).reduce((total, w) => total + w.bytes, 0);
        expect(sum).toBeLessThanOrEqual(layerBytes(one.files));
      }
    }
  });
});

describe("parseScan", () => {
  const line = (path: string, kind = "f") => `${kind}\t12\t99\t0\t1700000000.5\t755\t${path}\0`;

  it("reads entries whatever is in their names", () => {
    const { files, dropped } = parseScan(line("a\nb\tc") + line("d", "c") + line("e", "l"), 10);
    expect(files.map((file) => [file.path, file.kind, file.executable])).toEqual([
      ["a\nb\tc", "file", true],
      ["d", "whiteout", true],
      ["e", "link", true],
    ]);
    expect(dropped).toBe(0);
  });

  it("drops nonsense, a cut end and everything past the bound", () => {
    expect(parseScan(`nonsense\0${line("a")}f\t12\t9`, 10)).toMatchObject({ dropped: 2 });
    expect(parseScan(line("a") + line("b") + line("c"), 2)).toMatchObject({ dropped: 1 });
    expect(parseScan("\0".repeat(1000), 10)).toEqual({ files: [], dropped: 1000 });
  });
});
