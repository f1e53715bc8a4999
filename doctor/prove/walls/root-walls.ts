import type { Edit, Wall } from "../wall.ts";

const follow = (flags: string): Edit => ({
  file: "server/data-dir/open-no-follow.ts",
  find: `${flags} | constants.O_NOFOLLOW`,
  put: flags,
});

/** Walls between the user drydock and root. */
export const rootWalls: readonly Wall[] = [
  {
    id: "root/no-links",
    what: "root follows no link in a folder of drydock's",
    edits: [follow("constants.O_RDONLY | constants.O_DIRECTORY")],
    seenBy: ["drydock/exchanged-folder", "drydock/exchanged-deletion"],
  },
  {
    id: "root/one-name",
    what: "root gives no file that has a second name",
    edits: [
      {
        file: "server/data-dir/give-entries.ts",
        find: "    if (!found.isFile() || found.nlink !== 1) return;",
        put: "",
      },
    ],
    seenBy: ["drydock/second-names"],
  },
  {
    id: "root/ways",
    what: "root works at no path that somebody else decides",
    edits: [
      {
        file: "server/data-dir/check-way.ts",
        find: "    if (folder.uid === user.uid || (open && !fixed))",
        put: "    if (folder.uid < -1 && open && !fixed)",
      },
    ],
    seenBy: ["drydock/seat-host-folder"],
  },
  {
    id: "root/database-as-owner",
    what: "root leaves the database to a process of its owner's",
    edits: [
      {
        file: "server/db/start-postgres.ts",
        find: "  return process.getuid?.() === 0\n",
        put: "  return process.getuid?.() === -1\n",
      },
      {
        file: "server/db/start-postgres.ts",
        find: "  if (process.getuid?.() !== 0) await",
        put: "  if (process.getuid?.() !== -1) await",
      },
    ],
    seenBy: ["drydock/database-links", "drydock/database-number"],
  },
  {
    id: "root/pipes",
    what: "the start of the database waits for no pipe",
    edits: [{ file: "server/db/run-postgres.ts", find: " | constants.O_NONBLOCK", put: "" }],
    seenBy: ["drydock/database-pipes"],
  },
  {
    id: "root/log-mode",
    what: "the database's log is its owner's to read",
    edits: [
      { file: "server/db/run-postgres.ts", find: "await log.chmod(0o600)", put: "await log.chmod(0o644)" },
    ],
    seenBy: ["drydock/database-modes"],
  },
  {
    id: "root/compiled-code",
    what: "root's programs keep no compiled code where others may be first",
    edits: [
      {
        file: "setup/run-program.mjs",
        find: '{ TSX_DISABLE_CACHE: "1", NODE_DISABLE_COMPILE_CACHE: "1" }',
        put: "{}",
      },
    ],
    seenBy: ["drydock/compiled-code"],
  },
  {
    id: "root/backup",
    what: "a copy of the site has links as links",
    edits: [{ file: "deploy/backup.sh", find: "as_owner tar --create", put: "tar --dereference --create" }],
    seenBy: ["drydock/backup"],
  },
];
