import type { Config } from "./config.ts";
import { asOwner } from "./data-dir/as-owner.ts";
import { readSecurityLog, type SecurityQuery, type SecurityRow } from "./db/security/read-security-log.ts";
import { commandLine } from "./open-gradebook.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { type Invitation, makeInvitation } from "./session/make-invitation.ts";
import { readSessionKey, replaceSessionKey } from "./session/session-key.ts";
import { withDatabase } from "./with-database.ts";

type Where = Pick<Config, "DATA_DIR" | "DATABASE_URL">;

/**
 * A link that signs a student in, for `npm run invite`. That it was made is kept, and not the link.
 * @throws Error in words for a name that cannot be a student's
 */
export async function invite(
  config: Where,
  studentId: string,
  options: { readonly origin: string; readonly days: number },
): Promise<Invitation> {
  const key = await asOwner(() => readSessionKey(config.DATA_DIR));
  const made = makeInvitation(key, studentId, options);
  await withDatabase(config, (db) =>
    new SecurityLog(db).add({
      who: commandLine(),
      what: "invitation made",
      whom: studentId,
      newValue: { expiresAt: made.expiresAt },
    }),
  );
  return made;
}

/** Ends every session, invitation and preview, on a running site within seconds. Nobody's task changes. */
export async function signEverybodyOut(config: Where): Promise<void> {
  // First the act: it has to work also when the database does not.
  await asOwner(() => replaceSessionKey(config.DATA_DIR));
  await withDatabase(config, (db) =>
    new SecurityLog(db).add({ who: commandLine(), what: "everybody signed out" }),
  );
}

/** The newest rows of the security log, oldest of them first, for `npm run audit`. */
export const openSecurityLog = (config: Where, query: SecurityQuery): Promise<readonly SecurityRow[]> =>
  withDatabase(config, (db) => readSecurityLog(db, query));
