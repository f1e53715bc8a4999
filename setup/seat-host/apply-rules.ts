import { fileURLToPath } from "node:url";
import { runCommand } from "../run-command.ts";

/** Closes the seat host's own network before the first seat starts. `pid` is a process inside its namespace. */
export async function applyRules(pid: number): Promise<void> {
  await runCommand("nsenter", [
    ...["--target", String(pid), "--net", "nft", "--file"],
    fileURLToPath(new URL("rules.nft", import.meta.url)),
  ]);
}
