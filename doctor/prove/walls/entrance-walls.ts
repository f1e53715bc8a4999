import type { Wall } from "../wall.ts";

/** Walls around who comes in, how long that lasts, and what one student may take of the site. */
export const entranceWalls: readonly Wall[] = [
  {
    id: "entrance/nobody",
    what: "whoever has no session is nobody",
    edits: [
      {
        file: "server/session/read-session.ts",
        find: '  return { session: null, why: "none" };',
        put: "  return { session: { studentId: FIXED_STUDENT, expiresAt: null, generation: null } };",
      },
    ],
    seenBy: ["entrance/nobody"],
  },
  {
    id: "entrance/addresses",
    what: "only a program of the computer itself is the one student of a site without a class",
    edits: [
      {
        file: "server/session/at-home.ts",
        find: "    isLoopbackAddress(remoteAddress) &&\n    isLoopbackAddress(localAddress) &&\n",
        put: "",
      },
      {
        file: "server/session/at-home.ts",
        find: "    !Object.keys(request.headers).some((name) => ofProxies.test(name))",
        put: "    true",
      },
      {
        file: "server/session/check-host.ts",
        find: "  if (isLoopbackName(header)) return isLocal;",
        put: "  if (isLoopbackName(header)) return true;",
      },
    ],
    seenBy: ["served/other-computer", "served/behind-a-proxy"],
  },
  {
    id: "entrance/ends",
    what: "what is open on the strength of a session ends with it",
    edits: [
      {
        file: "server/session/open-sessions.ts",
        find: "      if (counts) continue;",
        put: "      continue;",
      },
    ],
    seenBy: ["entrance/over", "entrance/everybody-out"],
  },
  {
    id: "entrance/start",
    what: "a site that others reach starts only with a sign-in",
    edits: [{ file: "server/config.ts", find: "  if (beyond === null) return;", put: "  return;" }],
    seenBy: ["served/without-sign-in"],
  },
  {
    id: "entrance/keys",
    what: "the keys of the site are its own user's to read",
    edits: [{ file: "server/session/key-file.ts", find: "{ mode: 0o600, flag", put: "{ mode: 0o644, flag" }],
    seenBy: ["served/keys"],
  },
  {
    id: "site/log-quota",
    what: "the logs of a student have a quota",
    edits: [
      {
        file: "server/db/runs/drop-old-logs.ts",
        find: "as kept where upto > ${mostBytes}`",
        put: "as kept where upto > ${1000 * mostBytes}`",
      },
    ],
    seenBy: ["crowd/log-quota"],
  },
  {
    id: "site/disk-floor",
    what: "below a floor of free disk nothing new is logged",
    edits: [
      {
        file: "server/create-site.ts",
        find: "    isDiskLow: () => disk.isLow(),",
        put: "    isDiskLow: () => false,",
      },
    ],
    seenBy: ["crowd/disk-floor"],
  },
];
