import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { alignLayers, type HistoryEntry } from "./align-layers.ts";

const base: HistoryEntry[] = [
  { createdBy: "/bin/sh -c #(nop) ADD file:abc in / ", bytes: 75 },
  { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]', bytes: 0 },
  { createdBy: "/bin/sh -c #(nop) WORKDIR /", bytes: 0 },
  { createdBy: "/bin/sh -c apt-get install python3", bytes: 60 },
];
const ids = (count: number) => Array.from({ length: count }, (_, index) => `sha256:${index}`);

describe("alignLayers", () => {
  it("splits base from own, passes over configuration, and gives each own layer its line and source", () => {
    const dockerfile = parseDockerfile(
      "FROM a AS builder\nRUN make\nFROM b\nWORKDIR /app\nENV A=1\nCOPY --from=builder /x /x\nRUN one\nCOPY . .\nUSER 1\n",
    );
    const layers = alignLayers({
      diffIds: ids(6),
      baseLayers: 2,
      dockerfile,
      history: [
        ...base,
        { createdBy: "WORKDIR /app", bytes: 0 },
        { createdBy: "ENV A=1", bytes: 0 },
        { createdBy: "COPY /x /x # buildkit", bytes: 10 },
        { createdBy: "RUN /bin/sh -c one # buildkit", bytes: 0 },
        { createdBy: "COPY . . # buildkit", bytes: 3 },
        { createdBy: "USER 1", bytes: 0 },
      ],
    });
    expect(layers.map((layer) => [layer.origin, layer.bytes, layer.line, layer.source.kind])).toEqual([
      ["base", 75, null, "base"],
      ["base", 60, null, "base"],
      ["own", 0, 4, "run"],
      ["own", 10, 6, "stage"],
      ["own", 0, 7, "run"],
      ["own", 3, 8, "context"],
    ]);
  });

  it("follows FROM of an earlier stage", () => {
    const dockerfile = parseDockerfile("FROM a AS one\nRUN x\nFROM one\nRUN y\n");
    const layers = alignLayers({
      diffIds: ids(4),
      baseLayers: null,
      dockerfile,
      history: [
        ...base,
        { createdBy: "RUN /bin/sh -c x # buildkit", bytes: 1 },
        { createdBy: "RUN /bin/sh -c y # buildkit", bytes: 2 },
      ],
    });
    expect(layers.map((layer) => [layer.origin, layer.line])).toEqual([
      ["base", null],
      ["base", null],
      ["own", 2],
      ["own", 4],
    ]);
  });

  it("leaves layers of ONBUILD triggers without a line and the others with theirs", () => {
    const dockerfile = parseDockerfile("FROM trigger\nRUN own\n");
    const layers = alignLayers({
      diffIds: ids(4),
      baseLayers: 2,
      dockerfile,
      history: [
        ...base,
        { createdBy: "COPY . /app # buildkit", bytes: 5 },
        { createdBy: "RUN /bin/sh -c own # buildkit", bytes: 6 },
      ],
    });
    expect(layers.map((layer) => layer.line)).toEqual([null, null, null, 2]);
    expect(layers.map((layer) => layer.origin)).toEqual(["base", "base", "own", "own"]);
  });

  it("counts every layer of FROM scratch as own", () => {
    const layers = alignLayers({
      diffIds: ids(1),
      baseLayers: null,
      dockerfile: parseDockerfile("FROM scratch\nCOPY a /a\n"),
      history: [{ createdBy: "COPY a /a # buildkit", bytes: 4 }],
    });
    expect(layers.map((layer) => [layer.origin, layer.line])).toEqual([["own", 2]]);
  });

  it("bears a history that does not fit: an imported base, nonsense, nothing at all", () => {
    const dockerfile = parseDockerfile("FROM a\nRUN x\n");
    const imported = alignLayers({
      diffIds: ids(2),
      baseLayers: 1,
      dockerfile,
      history: [
        { createdBy: "", bytes: 75 },
        { createdBy: "RUN /bin/sh -c x # buildkit", bytes: 1 },
      ],
    });
    expect(imported.map((layer) => [layer.bytes, layer.line])).toEqual([
      [75, null],
      [1, 2],
    ]);
    const empty = alignLayers({
      diffIds: ids(2),
      baseLayers: 9,
      dockerfile: parseDockerfile(""),
      history: [],
    });
    expect(empty.map((layer) => [layer.bytes, layer.origin])).toEqual([
      [0, "base"],
      [0, "base"],
    ]);
  });
});
