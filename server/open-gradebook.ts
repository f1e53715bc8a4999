import { userInfo } from "node:os";
import type { Config } from "./config.ts";
import { type GradebookRow, readGradebook } from "./db/read-gradebook.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { withDatabase } from "./with-database.ts";

/** The gradebook of the site with these settings. That it was read is kept. */
export function openGradebook(
  config: Pick<Config, "DATA_DIR" | "DATABASE_URL">,
): Promise<readonly GradebookRow[]> {
  return withDatabase(config, async (db) => {
    await new SecurityLog(db).add({ who: commandLine(), what: "gradebook read" });
    return readGradebook(db);
  });
}

/** Who types a command, as the security log names them. */
export const commandLine = (): string => `command line (${userInfo().username})`;
