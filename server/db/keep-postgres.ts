/**
 * Starts, watches and ends the embedded PostgreSQL for root, as the user that owns the data folder (keep-as-owner.ts).
 * It ends with root's process, also when that is killed; PostgreSQL then goes on, and the next start takes it over.
 * usage: keep-postgres.ts keep|end DATA_DIR
 */
import { AppError } from "../../core/errors.ts";
import type { KeeperMessage } from "./keeper-protocol.ts";
import { endPostgres, runPostgres } from "./run-postgres.ts";

const [, , task, dataDir] = process.argv;
if (dataDir === undefined || process.getuid?.() === 0)
  throw new Error("usage, not as root: keep-postgres.ts keep|end DATA_DIR");
process.umask(0o077);

const tell = (message: KeeperMessage) => {
  if (process.connected) process.send?.(message);
};

process.on("disconnect", () => process.exit(0));
if (task === "end") {
  await endPostgres(dataDir);
  process.disconnect();
} else {
  try {
    const postgres = await runPostgres(dataDir);
    process.on("message", () => void postgres.stop().then(() => process.exit(0)));
    void postgres.died.then(() => {
      tell({ type: "died" });
      process.disconnect();
    });
    tell({ type: "running", socketDir: postgres.socketDir, takenOver: postgres.takenOver });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const userMessage = error instanceof AppError ? error.userMessage : "The database did not start.";
    tell({
      type: "failed",
      message: message.slice(-10_000),
      userMessage: userMessage.slice(0, 1000),
    });
    process.disconnect();
  }
}
