import { readFile } from "node:fs/promises";

/** Numbers of an ordinary user of this machine. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Who keeps DATA_DIR where no user drydock has been made: PostgreSQL refuses to run as root. */
const NAMES = ["drydock", "postgres", "nobody"];

/** The user that owns what the site keeps, where this process is root. Null when the machine has none of the names. */
export async function findSiteUser(): Promise<SystemUser | null> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const name of NAMES) {
    const [, , uid, gid] = lines.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
