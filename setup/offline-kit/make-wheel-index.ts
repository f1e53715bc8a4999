import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { AptSources } from "./find-apt-sources.ts";
import { runMmdebstrap } from "./run-mmdebstrap.ts";
import { projectPage, rootPage, type WheelFile } from "./wheel-index-pages.ts";

const wheelsFolder = fileURLToPath(new URL("wheels", import.meta.url));

/** The files that decide what the index holds: for its hash. */
export const wheelRecipe: readonly string[] = [
  "packages.txt",
  "repack.py",
  "bundle_libraries.py",
  "distribution_metadata.py",
  "write_wheel.py",
].map((file) => path.join(wheelsFolder, file));

/** What repack.py runs with, and the wheels that Debian has ready for pip's isolated builds. Part of the hash too. */
export const wheelTools: readonly string[] = [
  ...["usr-is-merged", "python3", "python3-packaging", "patchelf", "libblas3", "liblapack3"],
  ...["python3-pip-whl", "python3-setuptools-whl", "python3-wheel-whl"],
];

export interface WheelIndexOptions {
  /** Folder that becomes the index. */
  readonly folder: string;
  /** File with the names of the shared libraries that the Python stand-in has. */
  readonly baseLibraries: string;
  readonly sources: AptSources;
  readonly workFolder: string;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Repacks Debian's Python libraries into wheels, in a Debian that is thrown away, and writes a PEP 503 index. */
export async function makeWheelIndex(options: WheelIndexOptions): Promise<void> {
  const packages = (await readFile(path.join(wheelsFolder, "packages.txt"), "utf8"))
    .split("\n")
    .filter(Boolean);
  const { signal } = options;
  await mkdir(options.folder, { recursive: true });
  await runMmdebstrap({
    title: "Python package index",
    variant: "apt",
    include: [...wheelTools, ...packages],
    // Nothing runs these libraries here, so compiling them to bytecode would only cost a minute.
    dpkgOptions: ["path-exclude=/usr/bin/py3compile"],
    hooks: [
      { when: "customize", command: `mkdir "$1/repack" "$1/repack/out"` },
      { when: "customize", command: `cp '${wheelsFolder}'/*.py '${options.baseLibraries}' "$1/repack/"` },
      {
        when: "customize",
        command: `chroot "$1" python3 -B /repack/repack.py /repack/out /repack/base-libraries.txt ${packages.join(" ")}`,
      },
      { when: "customize", command: `cp -r "$1"/repack/out/* '${options.folder}/'` },
    ],
    sources: options.sources,
    workFolder: options.workFolder,
    report: options.report,
    ...(signal ? { signal } : {}),
  });
  await writeIndexPages(options.folder);
}

async function writeIndexPages(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const projects = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const project of projects) {
    const files: WheelFile[] = [];
    for (const name of (await readdir(path.join(folder, project))).filter((file) => file.endsWith(".whl"))) {
      files.push({ name, sha256: await sha256Of(path.join(folder, project, name)) });
    }
    await writeFile(path.join(folder, project, "index.html"), projectPage(project, files));
  }
  await writeFile(path.join(folder, "index.html"), rootPage(projects));
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
