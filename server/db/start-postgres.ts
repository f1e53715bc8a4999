import { lstat } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError } from "../../core/errors.ts";
import { prepareDataDirectory } from "../data-dir/prepare-data-directory.ts";
import { findSiteUser, type SystemUser } from "../data-dir/site-user.ts";
import { endAsOwner, keepAsOwner } from "./keep-as-owner.ts";
import { endPostgres, runPostgres } from "./run-postgres.ts";

export interface EmbeddedPostgres {
  /** Folder of the Unix socket: `host` for pg. It listens to nothing else. */
  readonly socketDir: string;
  /** True when it ran already: left over from a crash, or another site's. */
  readonly takenOver: boolean;
  /** Resolves when it has ended without having been asked to. */
  readonly died: Promise<void>;
  /** Ends it within some seconds. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on `DATA_DIR/postgres`, makes the cluster at the first start, and clears up what a crash
 * left. A PostgreSQL that outlived a killed site is taken over as it is. Root never works in DATA_DIR: a process of the
 * folder's owner does it for root.
 * @throws AppError INTERNAL with the end of PostgreSQL's own log when it does not start
 */
export async function startPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  return process.getuid?.() === 0
    ? await keepAsOwner(resolve(dataDir), await ownerOf(resolve(dataDir)))
    : await runPostgres(dataDir);
}

/** Ends the PostgreSQL that runs on a data folder and has nobody who would: a killed process has left it. */
export async function endLeftPostgres(dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) await endPostgres(dataDir);
  else if (await exists(dataDir)) await endAsOwner(resolve(dataDir), await ownerOf(resolve(dataDir)));
}

/** Whose a data folder is: an ordinary user's who has made it, or the site's in a folder of root's. */
async function ownerOf(dataDir: string): Promise<SystemUser> {
  const user = await findSiteUser();
  const found = await lstat(dataDir).catch(() => null);
  if (found?.isDirectory() === true && found.uid !== 0 && found.uid !== user?.uid)
    return { uid: found.uid, gid: found.gid };
  if (user === null)
    throw new AppError("INTERNAL", {
      message: "running as root, and neither drydock, postgres nor nobody is a user here",
      userMessage: "The database cannot run as root. Create a user: useradd --system drydock",
    });
  await prepareDataDirectory(dataDir, user);
  return user;
}

const exists = (file: string) =>
  lstat(file).then(
    () => true,
    () => false,
  );
