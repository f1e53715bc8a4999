import type { Wall } from "../wall.ts";

/** Walls of the web process at its doors: names, origins, sessions, addresses, sizes. */
export const siteWalls: readonly Wall[] = [
  {
    id: "site/host-names",
    what: "the site answers to its own names only",
    edits: [
      {
        file: "server/session/check-host.ts",
        find: "  if (name === null) return false;",
        put: "  return true;",
      },
    ],
    seenBy: ["web/foreign-host"],
  },
  {
    id: "site/origins",
    what: "a write, and a WebSocket, comes from a page of the site",
    edits: [{ file: "server/session/check-origin.ts", find: "  if (accepted) return;", put: "  return;" }],
    seenBy: ["web/foreign-origin", "web/websocket-origin", "preview/page-at-the-site", "terminal/strangers"],
  },
  {
    id: "site/signed-sessions",
    what: "a session counts when the site has signed it",
    edits: [
      {
        file: "server/session/signed-claim.ts",
        find: "!timingSafeEqual(expected, Buffer.from(given)) || ",
        put: "",
      },
    ],
    seenBy: ["web/forged-session"],
  },
  {
    id: "site/own-runs",
    what: "a run is there for its student alone",
    edits: [
      {
        file: "server/db/runs/read-runs.ts",
        find: ".where(and(eq(runs.id, runId), eq(runs.studentId, studentId)));\n  return row ?? null;",
        put: ".where(eq(runs.id, runId));\n  return row ?? null;",
      },
    ],
    seenBy: ["web/guessed-ids"],
  },
  {
    id: "site/editable-files",
    what: "only files that the exercise lets a student edit are written",
    edits: [
      {
        file: "server/db/workspace/check-file.ts",
        find: "  if (!isEditable(path, lab.editable)) {",
        put: "  if (false) {",
      },
    ],
    seenBy: ["web/paths"],
  },
  {
    id: "site/policy",
    what: "every answer forbids foreign frames and scripts",
    edits: [
      {
        file: "server/http/security-headers.ts",
        find: `    "frame-ancestors 'none'",`,
        put: "",
      },
    ],
    seenBy: ["web/headers"],
  },
  {
    id: "site/header-size",
    what: "the headers of a request have a bound",
    edits: [
      {
        file: "server/http/serve.ts",
        find: "maxHeaderSize: 16 * 1024",
        put: "maxHeaderSize: 1024 * 1024",
      },
    ],
    seenBy: ["web/floods"],
  },
  {
    id: "site/slow-clients",
    what: "a request that does not arrive in time is given up",
    edits: [
      {
        file: "server/http/serve.ts",
        find: "headersTimeout: 15_000, requestTimeout: 60_000",
        put: "headersTimeout: 0, requestTimeout: 0",
      },
    ],
    seenBy: ["web/slow-client"],
  },
  {
    id: "site/own-seat",
    what: "a request works on the seat of its session",
    edits: [
      {
        file: "server/session/session-cookie.ts",
        find: "  return first;",
        put: '  return first.studentId === "attacker" ? { ...first, studentId: "neighbour" } : first;',
      },
    ],
    seenBy: ["web/guessed-seats"],
  },
];
