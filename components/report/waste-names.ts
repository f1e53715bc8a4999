import type { WasteCause } from "../../core/image/report.ts";

/** Causes of waste as they are written on the bar and in the table. */
export const wasteNames: Readonly<Record<WasteCause, string>> = {
  "pip-cache": "pip cache",
  "apt-lists": "apt lists",
  "apt-archives": "apt archives",
  "build-tools": "build tools",
  "version-control": ".git",
  tests: "tests",
  bytecode: "bytecode",
  duplicate: "duplicates",
  overwritten: "overwritten",
  "virtual-environment": "local venv",
};
