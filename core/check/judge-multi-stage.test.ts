import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain, makesLayer } from "../dockerfile/stage-chain.ts";
import { alignLayers } from "../image/align-layers.ts";
import type { LayerFile } from "../image/parse-scan.ts";
import { judgeMultiStage, type MultiStageCheck } from "./judge-multi-stage.ts";

const check: MultiStageCheck = {
  kind: "multi-stage",
  id: "multi-stage",
  title: "Multi-stage",
  points: 20,
  packages: ["fastapi", "scikit-learn"],
  tools: ["gcc", "make"],
};

let inode = 0;
const file = (path: string, more: Partial<LayerFile> = {}): LayerFile => ({
  path,
  kind: "file",
  bytes: 100,
  inode: String((inode += 1)),
  uid: 0,
  modified: "7",
  executable: false,
  ...more,
});
const VENV = [
  "opt/venv/lib/python3.11/site-packages/fastapi-0.92.0.dist-info/METADATA",
  "opt/venv/lib/python3.11/site-packages/scikit_learn-1.2.1.dist-info/METADATA",
];
const packages = () => VENV.map((path) => file(path));
const gcc = (path = "usr/bin/x86_64-linux-gnu-gcc-12") => file(path, { executable: true });
const base = [
  file("usr/bin/python3", { executable: true }),
  file("usr/share/bash-completion/completions/make"),
];

/** Judges a Dockerfile whose base layer and own layers (one for each layer-making instruction) hold these files. */
function judge(dockerfileText: string, own: LayerFile[][], baseFiles: LayerFile[] = base) {
  const dockerfile = parseDockerfile(dockerfileText);
  const makers = (finalChain(dockerfile)?.instructions ?? []).filter(makesLayer);
  expect(makers).toHaveLength(own.length);
  const layers = alignLayers({
    diffIds: [baseFiles, ...own].map((_, index) => String(index)),
    history: [
      { createdBy: "", bytes: 1 },
      ...makers.map((maker) => ({ createdBy: `${maker.keyword} x`, bytes: 1 })),
    ],
    baseLayers: 1,
    dockerfile,
  });
  return judgeMultiStage(check, {
    dockerfile,
    layers: layers.map((layer, index) => ({ ...layer, files: [baseFiles, ...own][index] ?? [] })),
  });
}

const BUILDER = "FROM python:3.11 AS builder\nRUN pip install -r requirements.txt\n";

const SITE = "usr/local/lib/python3.11/site-packages";
/** The code of both packages, as it is imported. */
const code = (modified = "7", site = SITE) => [
  file(`${site}/fastapi/__init__.py`, { bytes: 900, modified }),
  file(`${site}/fastapi/routing.py`, { bytes: 30_000, modified }),
  file(`${site}/sklearn/__init__.py`, { bytes: 900, modified }),
  file(`${site}/sklearn/tree/_tree.cpython-311-x86_64-linux-gnu.so`, { bytes: 600_000, modified }),
];
const COPIED = `${BUILDER}FROM slim\nCOPY --from=builder /install /usr/local\n`;

describe("judgeMultiStage looks at the code that Python imports", () => {
  it.each<[string, string, LayerFile[][]]>([
    ["code whose labels were left behind in the builder", COPIED, [code()]],
    [
      "one package that is a single compiled file, beside the app",
      COPIED,
      [[...code().slice(0, 2), file("app/sklearn.cpython-311-x86_64-linux-gnu.so", { bytes: 90_000 })]],
    ],
    [
      "code that was compiled in place afterwards",
      `${COPIED}RUN python -m compileall /usr/local\n`,
      [
        code(),
        [
          file(`${SITE}/fastapi/__pycache__/routing.cpython-311.pyc`, { bytes: 90_000 }),
          file(`${SITE}/sklearn/__pycache__/base.cpython-311.pyc`, { bytes: 900_000 }),
        ],
      ],
    ],
    [
      "the app's own folder of the same name",
      `${COPIED}COPY app /app\n`,
      [code(), [file("app/fastapi/__init__.py", { bytes: 10 }), file("app/sklearn/x.py", { bytes: 10 })]],
    ],
  ])("passes: %s", (_name, dockerfile, own) => {
    expect(judge(dockerfile, own)).toMatchObject({ status: "passed", hint: null });
  });

  it.each<[string, string, LayerFile[][], string]>([
    [
      "labels alone from the builder, and an install of everything in the last stage",
      `${BUILDER}FROM slim\nRUN pip install fastapi scikit-learn\nCOPY --from=builder /labels /usr/local\n`,
      [
        code(),
        [
          file(`${SITE}/fastapi-0.92.0.dist-info/METADATA`),
          file(`${SITE}/scikit_learn-1.2.1.dist-info/METADATA`),
        ],
      ],
      "final image itself",
    ],
    [
      "a crumb of each from the builder, and the rest by an install",
      `${BUILDER}FROM slim\nRUN pip install fastapi scikit-learn\nCOPY --from=builder /crumbs /usr/local\n`,
      [code(), [file(`${SITE}/fastapi/__init__.py`, { bytes: 900, modified: "9" })]],
      "final image itself",
    ],
    ["labels without any code", COPIED, [[]], "does not have fastapi, scikit-learn"],
  ])("fails: %s", (_name, dockerfile, own, words) => {
    const result = judge(dockerfile, own);
    expect(result.status).toBe("failed");
    expect(result.hint).toContain(words);
  });

  it.each([
    "usr/lib/gcc/x86_64-linux-gnu/12/cc1",
    "usr/libexec/gcc/x86_64-linux-gnu/14/cc1plus",
    "usr/local/bin/tcc",
    "usr/bin/clang-16",
  ])("finds a compiler by another name: %s", (path) => {
    const result = judge(COPIED, [[...code(), file(path, { executable: true })]]);
    expect(result.status).toBe("failed");
    expect(result.hint).toContain(path.split("/").at(-1)?.replace(/-\d+$/, "") ?? "?");
  });
});

describe("judgeMultiStage passes", () => {
  it.each<[string, string, LayerFile[][]]>([
    [
      "a copied virtual environment",
      `${BUILDER}FROM slim\nCOPY --from=builder /opt/venv /opt/venv\n`,
      [packages()],
    ],
    ["COPY --from=0", `${BUILDER}FROM slim\nCOPY --from=0 /opt/venv /opt/venv\n`, [packages()]],
    [
      "an alias of the builder",
      `${BUILDER}FROM builder AS packed\nFROM slim\nCOPY --from=packed /opt/venv /opt/venv\n`,
      [packages()],
    ],
    [
      "a mount from the builder",
      `${BUILDER}FROM slim\nRUN --mount=type=bind,from=builder,target=/w pip install /w/*\n`,
      [packages()],
    ],
    [
      "wheels that the builder made",
      `${BUILDER}FROM slim\nCOPY --from=builder /w /w\nRUN pip install /w/*\n`,
      [
        [
          file("w/fastapi-0.92.0-py3-none-any.whl"),
          file("w/scikit_learn-1.2.1-cp311-cp311-linux_x86_64.whl"),
        ],
        packages(),
      ],
    ],
    [
      "a chown of everything afterwards",
      `${BUILDER}FROM slim\nCOPY --from=builder /opt/venv /opt/venv\nRUN chown -R app /opt\n`,
      [packages(), packages().map((one) => ({ ...one, uid: 1000 }))],
    ],
    [
      "tools that a later layer of the builder's copy never had",
      `${BUILDER}FROM slim AS base\nWORKDIR /app\nFROM base\nCOPY --from=builder /opt/venv /opt/venv\n`,
      [[], packages()],
    ],
  ])("%s", (_name, dockerfile, own) => {
    expect(judge(dockerfile, own)).toMatchObject({ status: "passed", points: 20, hint: null });
  });
});

describe("judgeMultiStage fails", () => {
  it.each<[string, string, LayerFile[][], number | null, string]>([
    ["one stage", "FROM slim\nRUN pip install x\n", [packages()], 1, "one stage"],
    ["an unused stage", `${BUILDER}FROM slim\nRUN pip install x\n`, [packages()], 4, "final image itself"],
    [
      "a stage of which only something idle is copied",
      `${BUILDER}FROM slim\nCOPY --from=builder /etc/motd /etc/motd\nRUN pip install x\n`,
      [[file("etc/motd")], packages()],
      5,
      "final image itself",
    ],
    [
      "a last stage that continues the builder",
      `${BUILDER}FROM builder\nCOPY . .\n`,
      [packages(), [file("app/main.py")]],
      2,
      "continues (FROM builder)",
    ],
    [
      "packages from another image",
      `${BUILDER}FROM slim\nCOPY --from=someone/ml:1 /opt/venv /opt/venv\n`,
      [packages()],
      4,
      "someone/ml:1",
    ],
    [
      "packages from the context",
      `${BUILDER}FROM slim\nCOPY venv /opt/venv\n`,
      [packages()],
      4,
      "final image itself",
    ],
    [
      "installed again over what was copied",
      `${BUILDER}FROM slim\nCOPY --from=builder /opt/venv /opt/venv\nRUN pip install --force x\n`,
      [packages(), VENV.map((path) => file(path, { modified: "8" }))],
      5,
      "final image itself",
    ],
    [
      "a compiler in the last stage",
      `${BUILDER}FROM slim\nCOPY --from=builder /opt/venv /opt/venv\nRUN apt-get install gcc\n`,
      [packages(), [gcc()]],
      5,
      "/usr/bin/x86_64-linux-gnu-gcc-12",
    ],
    [
      "a package that is not there",
      `${BUILDER}FROM slim\nCOPY --from=builder /opt/venv /opt/venv\n`,
      [packages().slice(0, 1)],
      null,
      "scikit-learn",
    ],
  ])("%s", (_name, dockerfile, own, line, words) => {
    const result = judge(dockerfile, own);
    expect(result).toMatchObject({ status: "failed", points: 0, line });
    expect(result.hint).toContain(words);
  });

  it("a base image with a compiler, at its FROM", () => {
    const result = judge(
      `${BUILDER}FROM python:3.11\nCOPY --from=builder /opt/venv /opt/venv\n`,
      [packages()],
      [gcc()],
    );
    expect(result).toMatchObject({ status: "failed", line: 3 });
    expect(result.hint).toContain("slim");
  });

  it("packages that came with the base image", () => {
    const result = judge(
      `${BUILDER}FROM ml\nCOPY --from=builder /x /x\n`,
      [[file("x")]],
      [...base, ...packages()],
    );
    expect(result.hint).toContain("base image");
  });

  it("does not mind a compiler that a later layer deleted", () => {
    const gone = { ...gcc(), kind: "whiteout" as const };
    const result = judge(
      `${BUILDER}FROM slim\nCOPY --from=builder /opt/venv /opt/venv\nRUN apt-get install gcc\nRUN apt-get purge gcc\n`,
      [packages(), [gcc()], [gone]],
    );
    expect(result.status).toBe("passed");
  });
});
