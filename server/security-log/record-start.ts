import type { Config } from "../config.ts";
import type { Database } from "../db/open-database.ts";
import { readSecurityLog } from "../db/security/read-security-log.ts";
import type { SecurityLog } from "./security-log.ts";

/** Settings whose value opens something: only that they are set is kept. */
const secrets: readonly (keyof Config)[] = ["DATABASE_URL", "SEAT_HOST_JOIN"];

/** Keeps that the site starts, with which settings, and which of them were others at the start before. */
export async function recordStart(log: SecurityLog, db: Database, config: Config): Promise<void> {
  const settings = withoutSecrets(config);
  const [before] = await readSecurityLog(db, { last: 1, what: "start" });
  const old = (before?.newValue ?? null) as Readonly<Record<string, unknown>> | null;
  const changed = Object.entries(old ?? {}).filter(
    ([name, value]) => JSON.stringify(settings[name]) !== JSON.stringify(value),
  );
  await log.add({
    who: "the site",
    what: "start",
    newValue: settings,
    ...(old === null ? {} : { oldValue: Object.fromEntries(changed) }),
  });
}

function withoutSecrets(config: Config): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      secrets.includes(name as keyof Config) ? (value === "" ? "" : "(set)") : withoutPassword(value),
    ]),
  );
}

/** An address with a name and a password in it keeps neither. */
function withoutPassword(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/(\w:\/\/)[^/@\s]*@/g, "$1(hidden)@") : value;
}
