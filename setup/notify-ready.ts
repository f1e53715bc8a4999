import { runCommand } from "./run-command.ts";

/** Tells systemd, where it has started us as a unit of Type=notify, that what it waits for is there. */
export async function notifyReady(): Promise<void> {
  if (process.env["NOTIFY_SOCKET"] === undefined) return;
  await runCommand("systemd-notify", ["--ready"]).catch(() => undefined);
}
