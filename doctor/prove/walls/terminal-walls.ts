import type { Wall } from "../wall.ts";

/** Walls around terminals and the folder that is kept even with a seat. */
export const terminalWalls: readonly Wall[] = [
  {
    id: "terminal/own",
    what: "a terminal is there for its student alone",
    edits: [
      {
        file: "server/terminal/terminal-manager.ts",
        find: "    return found?.studentId === studentId ? found : null;",
        put: "    return found ?? null;",
      },
    ],
    seenBy: ["terminal/strangers"],
  },
  {
    id: "terminal/window",
    what: "what a page has not shown waits in the seat",
    edits: [
      {
        file: "server/terminal/viewer.ts",
        find: "      const room = OUTPUT_WINDOW_BYTES - (this.#sent - this.#shown);",
        put: "      const room = OUTPUT_WINDOW_BYTES;",
      },
    ],
    seenBy: ["terminal/flood"],
  },
  {
    id: "terminal/socket-count",
    what: "a student has a bounded number of sockets",
    edits: [
      {
        file: "server/terminal/accept-socket.ts",
        find: "const PER_STUDENT = 24;",
        put: "const PER_STUDENT = 24_000;",
      },
    ],
    seenBy: ["terminal/many"],
  },
  {
    id: "terminal/message-count",
    what: "a page that says too much is cut off",
    edits: [
      {
        file: "server/terminal/serve-socket.ts",
        find: "    return tokens >= 0;",
        put: "    return tokens >= -Infinity;",
      },
    ],
    seenBy: ["terminal/message-floods"],
  },
  {
    id: "terminal/message-size",
    what: "what a page types at once has a bound",
    edits: [
      {
        file: "server/terminal/serve-socket.ts",
        find: "(isBinary && bytes.length > MAX_INPUT_BYTES)",
        put: "(isBinary && bytes.length > 1e9 + MAX_INPUT_BYTES)",
      },
    ],
    seenBy: ["terminal/frames"],
  },
  {
    id: "terminal/slow-pages",
    what: "what a page does not read is not piled up for it",
    edits: [
      {
        file: "server/terminal/viewer.ts",
        find: "      const room = OUTPUT_WINDOW_BYTES - (this.#sent - this.#shown);",
        put: "      const room = OUTPUT_WINDOW_BYTES;",
      },
      {
        file: "server/terminal/serve-socket.ts",
        find: "    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();\n    else socket.send",
        put: "    socket.send",
      },
    ],
    seenBy: ["terminal/slow-page"],
  },
  {
    id: "terminal/typed-text",
    what: "what a program does not take of what is typed is bounded",
    edits: [
      {
        file: "server/terminal/input-queue.ts",
        find: "    if (this.#bytes + data.length > this.#maxBytes) return false;",
        put: "",
      },
    ],
    seenBy: ["terminal/paste"],
  },
  {
    id: "terminal/titles",
    what: "a program names no window and touches no clipboard",
    edits: [
      {
        file: "components/terminal/refuse-tricks.ts",
        find: "parser.registerOscHandler(code, () => true)",
        put: "parser.registerOscHandler(code, () => false)",
      },
    ],
    seenBy: ["terminal/escapes"],
  },
  {
    id: "mirror/names",
    what: "names that a seat tells are checked, and only regular files of a kind the exercise knows are taken over",
    edits: [
      {
        file: "core/lab/workspace-path.ts",
        find: "export function findPathProblem(path: string): string | null {",
        put: 'export function findPathProblem(path: string): string | null {\n  if (path !== "") return null;',
      },
    ],
    seenBy: ["mirror/planted-files"],
  },
  {
    id: "mirror/rationing",
    what: "a seat that lists its files without rest is looked at a few times a second",
    edits: [
      {
        file: "server/mirror/seat-folder.ts",
        find: "        stream.pause();\n        setTimeout(() => stream.resume(), REST_MS).unref();",
        put: "",
      },
    ],
    seenBy: ["mirror/lying-tools"],
  },
];
