import { runCommand } from "../../setup/run-command.ts";

/** The network that the three machines and the tests are in. It is nowhere outside the namespace it was laid in. */
export const LAN = {
  bridge: "lan",
  prefix: 24,
  /** The tests, which are the site. */
  site: "10.91.0.254",
  machines: [
    { name: "one", address: "10.91.0.1" },
    { name: "two", address: "10.91.0.2" },
    { name: "three", address: "10.91.0.3" },
  ],
} as const;

/** Lays it in this process's network namespace, which must be its own. */
export async function layLan(): Promise<void> {
  const ip = (...args: string[]) => runCommand("ip", args);
  if ((await ip("-4", "address", "show", "up")).includes("inet "))
    throw new Error("this network is somebody's: start by `npm run test:cluster`");
  await ip("link", "set", "lo", "up");
  await ip("link", "add", LAN.bridge, "type", "bridge");
  await ip("address", "add", `${LAN.site}/${LAN.prefix}`, "dev", LAN.bridge);
  await ip("link", "set", LAN.bridge, "up");
}
