import type { WasteCause } from "./report.ts";

/** What to write instead, one sentence a cause, as a student reads it. */
export const wasteAdvice: Readonly<Record<WasteCause, string>> = {
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
