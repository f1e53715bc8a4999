import { fileURLToPath } from "node:url";
import { runCommand } from "../run-command.ts";
import { layout } from "./layout.ts";

/**
 * Closes the seat host's own network before its daemon has started anything. `pid` is a process inside its
 * namespace; `peers` the network of a cluster's machines, whose daemons alone it may ask.
 */
export async function applyRules(pid: number, peers?: string): Promise<void> {
  const nft = (...args: string[]) =>
    runCommand("nsenter", ["--target", String(pid), "--net", "nft", ...args]);
  await nft("--file", fileURLToPath(new URL("rules.nft", import.meta.url)));
  if (peers === undefined) return;
  const toPeers = ["oifname", "tap0", "ip", "daddr", peers, "tcp", "dport", String(layout.apiPort), "accept"];
  await nft("insert", "rule", "inet", "drydock", "output", ...toPeers);
}
