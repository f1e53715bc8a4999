import type { Wall } from "../wall.ts";

const HEADERS = "server/preview/forward-headers.ts";

/** Walls around previews. */
export const previewWalls: readonly Wall[] = [
  {
    id: "preview/own-host",
    what: "a browser that was let into one preview is let into no other",
    edits: [
      {
        file: "server/preview/preview-door.ts",
        find: "    if (claim === null || previewLabel(key.now(), claim) !== previewLabelOf(request.headers.host, domain)) {\n      return {",
        put: "    if (claim === null) {\n      return {",
      },
    ],
    seenBy: ["preview/strangers"],
  },
  {
    id: "preview/signed-cookies",
    what: "the cookie of a preview counts when the site has signed it",
    edits: [
      {
        file: "server/preview/preview-claim.ts",
        find: "  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return null;",
        put: "",
      },
    ],
    seenBy: ["preview/strangers"],
  },
  {
    id: "preview/tickets",
    what: "a ticket into a preview works once",
    edits: [
      {
        file: "server/preview/preview-tickets.ts",
        find: "    this.#tickets.delete(id);\n    const now",
        put: "    const now",
      },
    ],
    seenBy: ["preview/strangers"],
  },
  {
    id: "preview/cookies",
    what: "no cookie of the site goes into a seat, and an app sets none of its names",
    edits: [
      {
        file: HEADERS,
        find: "const isOurs = (cookieName: string) => /^(?:__(?:host|secure)-)?drydock/i.test(cookieName.trim());",
        put: 'const isOurs = (cookieName: string) => cookieName === "\\0";',
      },
    ],
    seenBy: ["preview/site-behind-it", "preview/app-headers", "preview/socket-smuggling"],
  },
  {
    id: "preview/app-headers",
    what: "an app speaks for its own host only",
    edits: [
      {
        file: HEADERS,
        find: "    if (ending.has(lower) || notForApps.includes(lower)) continue;",
        put: "    if (ending.has(lower)) continue;",
      },
    ],
    seenBy: ["preview/app-headers"],
  },
  {
    id: "preview/policy",
    what: "the site's policy stands beside an app's own",
    edits: [{ file: HEADERS, find: "  return [...kept, ...ours];", put: "  return kept;" }],
    seenBy: ["preview/app-headers"],
  },
  {
    id: "preview/proxies-words",
    what: "a browser does not say what only a proxy may",
    edits: [
      {
        file: HEADERS,
        find: "    if (ending.has(lower) || ofProxies.test(lower)) continue;",
        put: "    if (ending.has(lower)) continue;",
      },
    ],
    seenBy: ["preview/site-behind-it"],
  },
  {
    id: "preview/own-origin",
    what: "a WebSocket of a preview comes from a page of the same preview",
    edits: [
      {
        file: "server/preview/preview-door.ts",
        find: "  if (origin === undefined || reads) return true;",
        put: "  if (origin === undefined || reads || origin !== host) return true;",
      },
    ],
    seenBy: ["preview/socket-smuggling"],
  },
  {
    id: "preview/places",
    what: "a student has a bounded number of requests under way",
    edits: [
      { file: "server/preview/preview-limits.ts", find: "  perStudent: 40,", put: "  perStudent: 4000," },
    ],
    seenBy: ["preview/silent-app"],
  },
  {
    id: "preview/request-size",
    what: "the body of a request has a bound",
    edits: [
      {
        file: "server/preview/preview-limits.ts",
        find: "  requestBytes: 64 * MIB,",
        put: "  requestBytes: 64_000_000 * MIB,",
      },
    ],
    seenBy: ["preview/endless"],
  },
  {
    id: "preview/socket-rate",
    what: "a socket of a preview is held to its rate and ends at its bytes",
    edits: [
      {
        file: "server/preview/forward-socket.ts",
        find: "{ ...limits, maxBytes: limits.socketBytes }",
        put: "{ ...limits, maxBytes: Infinity, bytesPerSecond: 1e12, burstBytes: 1e12 }",
      },
    ],
    seenBy: ["loop/preview-sockets"],
  },
];
