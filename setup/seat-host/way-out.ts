import { Resolver } from "node:dns/promises";
import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { runCommand } from "../run-command.ts";
import type { AllowLists } from "../services/allow-lists.ts";

/** A name may get another address while seats are up. */
const LOOK_AGAIN_MS = 5 * 60_000;
const WEB_PORTS = [80, 443];

export interface WayOut {
  /** "address . port" pairs that the settings or apt name, whatever network they lie in. */
  readonly named: readonly string[];
  /** Ports that public addresses may be asked on. */
  readonly ports: readonly number[];
}

/**
 * What the services may reach: hosts with addresses of their own are resolved here, because only these addresses,
 * each on its port, are let through into private networks. Names below a domain (".example.org") cannot be resolved,
 * so they are reached at public addresses alone.
 * @param resolve addresses of a name; none when it has none
 */
export async function findWayOut(
  { configured }: Pick<AllowLists, "configured">,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<WayOut> {
  const named = await Promise.all(
    configured
      .filter(({ host }) => !host.startsWith("."))
      .map(async ({ host, port }) => {
        const addresses = isIPv4(host) ? [host] : await resolve(host);
        return addresses.filter((address) => isIPv4(address)).map((address) => `${address} . ${port}`);
      }),
  );
  return {
    named: [...new Set(named.flat())].toSorted(),
    ports: [...new Set([...WEB_PORTS, ...configured.map(({ port }) => port)])].toSorted((a, b) => a - b),
  };
}

/** The networks that this machine is in, "address/prefix": also public ones are nobody's business in there. */
export function findOwnNetworks(interfaces = networkInterfaces()): string[] {
  const own = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  return [
    ...new Set(
      own.flatMap(({ family, internal, cidr }) =>
        family === "IPv4" && !internal && cidr !== null ? [cidr] : [],
      ),
    ),
  ];
}

/** One transaction of nft that puts new elements into the sets of rules.nft. */
export function setCommands({ named, ports }: WayOut, networks: readonly string[]): string {
  const fill = (set: string, elements: readonly (string | number)[]) => [
    `flush set inet drydock ${set}`,
    ...(elements.length === 0 ? [] : [`add element inet drydock ${set} { ${elements.join(", ")} }`]),
  ];
  return [...fill("named", named), ...fill("ports", ports), ...fill("machine", networks)].join("; ");
}

/**
 * Fills the sets of rules.nft in the network namespace of `pid`, and keeps them true. A name that cannot be resolved
 * for a moment keeps the addresses that it had.
 */
export async function keepWayOut(
  pid: number,
  lists: Pick<AllowLists, "configured">,
  report: (line: string) => void,
): Promise<{ stop(): void }> {
  const known = new Map<string, readonly string[]>();
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  const resolve = async (host: string) => {
    const found = await resolver.resolve4(host).catch(() => []);
    if (found.length > 0) known.set(host, found);
    return known.get(host) ?? [];
  };
  let last = "";
  const apply = async () => {
    const commands = setCommands(await findWayOut(lists, resolve), findOwnNetworks());
    if (commands === last) return;
    await runCommand("nsenter", ["--target", String(pid), "--net", "nft", commands]);
    last = commands;
  };
  await apply();
  const timer = setInterval(() => {
    apply().catch((error: unknown) => {
      report(
        `the rules of the way out could not be renewed: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }, LOOK_AGAIN_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
