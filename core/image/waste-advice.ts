import type { LayerSource } from "./align-layers.ts";
import type { WasteCause } from "./report.ts";

/** Bytecode that no COPY and no pip has brought: a program that ran during the build wrote it. */
const BYTECODE_OF_PROGRAM =
  "A program that ran in this line wrote `__pycache__`: run it as `python -B`, or set `PYTHONDONTWRITEBYTECODE=1` for it.";
const BYTECODE_OF_CONTEXT = "Put `__pycache__` into .dockerignore.";

/** The advice for one cause in one layer, whose files are named. */
export function adviseOnWaste(
  cause: WasteCause,
  source: LayerSource["kind"],
  paths: readonly string[],
): string {
  if (cause !== "bytecode") return wasteAdvice[cause];
  if (source === "context") return BYTECODE_OF_CONTEXT;
  const isInstalled = paths.some((path) => /\/(?:site|dist)-packages\//.test(`/${path}`));
  return source === "run" && !isInstalled ? BYTECODE_OF_PROGRAM : wasteAdvice.bytecode;
}

/** What to write instead, one sentence a cause, as a student reads it. */
const wasteAdvice: Readonly<Record<WasteCause, string>> = {
  "pip-cache": "Write `pip install --no-cache-dir`, so that pip keeps no copy of what it downloaded.",
  "apt-lists": "End the same RUN with `&& rm -rf /var/lib/apt/lists/*`.",
  "apt-archives": "End the same RUN with `&& apt-get clean`.",
  "build-tools": "Install compilers in an earlier stage and COPY only what they made into the last one.",
  "version-control": "Put `.git` into .dockerignore.",
  tests: "Delete the tests in the RUN that installs them, or name them in .dockerignore when they are yours.",
  bytecode:
    "Put `__pycache__` into .dockerignore and install with `pip --no-compile`; the app then starts a little slower.",
  duplicate:
    "These files are in a lower layer already: use `COPY --chown` or `COPY --chmod` instead of a RUN that changes them afterwards.",
  overwritten: "A later layer deletes or replaces these files but cannot free them: do both in one RUN.",
  "virtual-environment":
    "Put your own virtual environment (.venv) into .dockerignore and install in the image instead.",
};
