import type { Wall } from "../wall.ts";

/** Walls against what comes back from a seat: answers, logs, archives, folders. */
export const claimWalls: readonly Wall[] = [
  {
    id: "engine/shapes",
    what: "an id that an engine tells is one before anything is done with it",
    edits: [
      {
        file: "server/docker/build/run-build.ts",
        find: "    if (imageId === null || !/^sha256:[0-9a-f]{64}$/.test(imageId)) throw",
        put: "    if (imageId === null) throw",
      },
    ],
    seenBy: ["engine/malformed"],
  },
  {
    id: "engine/paths",
    what: "no path that an engine tells is used but those of layers",
    edits: [
      {
        file: "server/docker/scan-layers.ts",
        find: "const LAYER_DIRECTORY = /^\\/var\\/lib\\/docker\\/overlay2\\/[0-9a-z]{20,70}\\/diff$/;",
        put: "const LAYER_DIRECTORY = /./;",
      },
    ],
    seenBy: ["engine/made-up-paths"],
  },
  {
    id: "engine/time",
    what: "a build ends at its time limit, whatever the engine says",
    edits: [
      {
        file: "server/docker/build/run-build.ts",
        find: 'setTimeout(() => this.#stopBy("time"), this.#request.limits.seconds * 1000)',
        put: "setTimeout(() => undefined, this.#request.limits.seconds * 1000)",
      },
    ],
    seenBy: ["engine/silence"],
  },
  {
    id: "engine/lists",
    what: "a list of what runs is cut to what a panel shows",
    edits: [
      {
        file: "server/docker/list-containers.ts",
        find: "listed.slice(0, MAX_CONTAINERS)",
        put: "listed",
      },
      { file: "server/docker/list-containers.ts", find: "    .slice(0, MAX_PORTS);", put: ";" },
      {
        file: "server/docker/seat-schemas.ts",
        find: "      Ports: firstOf(\n        200,",
        put: "      Ports: firstOf(\n        200_000,",
      },
    ],
    seenBy: ["engine/app-panel"],
  },
  {
    id: "engine/plain-logs",
    what: "no control character of a log comes into a plain one",
    edits: [
      {
        file: "core/run/plain-log.ts",
        find: "  return (piece) => {\n",
        put: "  return (piece) => {\n    if (piece.length > 0) return piece;\n",
      },
    ],
    seenBy: ["engine/terminal-tricks", "engine/script-in-words"],
  },
  {
    id: "engine/listings",
    what: "a listing of a layer has a bound, and broken entries are left out",
    edits: [
      {
        file: "core/image/parse-scan.ts",
        find: "files.length < maxEntries ? parseEntry",
        put: "files.length < 1e9 + maxEntries ? parseEntry",
      },
    ],
    seenBy: ["engine/false-listing"],
  },
  {
    id: "engine/long-texts",
    what: "a text that an engine tells is cut, and the rest of its answer is shown",
    edits: [
      {
        file: "server/docker/cut-json.ts",
        find: "return this.#isTight() ? Math.min(TIGHT.textBytes, this.#limits.textBytes) : this.#limits.textBytes;",
        put: "return Infinity;",
      },
    ],
    seenBy: ["loop/long-texts"],
  },
  {
    id: "archive/file-names",
    what: "a name that leaves the folder is not sent into a seat",
    edits: [{ file: "server/seats/pack-files.ts", find: "    checkPath(file.path);\n", put: "" }],
    seenBy: ["archive/into-a-seat"],
  },
  {
    id: "archive/regular-files",
    what: "of a folder that is graded only regular files are taken",
    edits: [
      {
        file: "server/content/read-folder.ts",
        find: "      else if (entry.isFile()) {",
        put: "      else if (entry.isFile() || entry.isSymbolicLink()) {",
      },
      {
        file: "server/content/read-folder.ts",
        find: "constants.O_RDONLY | constants.O_NOFOLLOW",
        put: "constants.O_RDONLY",
      },
    ],
    seenBy: ["archive/out-of-a-folder"],
  },
  {
    id: "archive/lies",
    what: "an archive that is none is told as a lie of the engine's",
    edits: [
      {
        file: "server/grading/read-image-file.ts",
        find: "    throw lie(`the archive of ${path} is none`, cause);",
        put: "    throw cause;",
      },
    ],
    seenBy: ["archive/lying-engine"],
  },
  {
    id: "grading/compose-keys",
    what: "a compose file asks the grading engine for nothing but what is allowed",
    edits: [
      {
        file: "core/compose/judge-config.ts",
        find: "    else for (const one of judgeService(service, project)) refuse([...at, ...one.path], one.reason);",
        put: "",
      },
    ],
    seenBy: ["grading/compose-asks-for-the-engine"],
  },
  {
    id: "grading/who-runs",
    what: "what counts is who really runs, and not what the image says",
    edits: [
      {
        file: "core/check/judge-non-root.ts",
        find: "  const running = facts.processes ?? [];",
        put: "  const running = (facts.processes ?? []).map((one) => ({ ...one, uid: 1000 }));",
      },
    ],
    seenBy: ["grading/hidden-root"],
  },
  {
    id: "grading/own-answers",
    what: "an answer counts when it is what the grader knows to be right",
    edits: [
      {
        file: "core/check/match-json.ts",
        find: 'export function matchJson(expected: unknown, actual: unknown, tolerance: number, path = "$"): string | null {',
        put: 'export function matchJson(expected: unknown, actual: unknown, tolerance: number, path = "$"): string | null {\n  if (path === "$") return null;',
      },
    ],
    seenBy: ["grading/fakes"],
  },
];
