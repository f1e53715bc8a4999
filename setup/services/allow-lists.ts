import type { Config } from "../../server/config.ts";

/** What the proxy lets through, as squid reads it: one entry a line. */
export interface AllowLists {
  /** Named by the settings or by the machine's apt: allowed whatever they resolve to. */
  readonly configuredHosts: readonly string[];
  /** Well known: allowed unless they resolve to a private address. A leading dot means all below. */
  readonly publicHosts: readonly string[];
  readonly ports: readonly number[];
  readonly tunnelPorts: readonly number[];
}

const DEBIAN = ["deb.debian.org", "security.debian.org"];
/**
 * Docker Hub: manifests, tokens, and the three stores that it sends a client on to for the layers. The last is
 * Docker's own account there; the store as a whole belongs to everybody.
 */
const DOCKER_HUB = [
  "registry-1.docker.io",
  "index.docker.io",
  "auth.docker.io",
  "production.cloudflare.docker.com",
  "production.cloudfront.docker.com",
  ".6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
];
/** Pages, and the files that they link to. */
const PYPI = ["pypi.org", "files.pythonhosted.org"];

/** The address by which slirp4netns reaches the machine's own loopback. */
export const MACHINE_LOOPBACK = "10.0.2.2";

/** A URL on the machine's loopback, as it is reached from inside the seat host; others unchanged. */
export function fromInside(url: string): URL {
  const parsed = new URL(url);
  if (isLoopback(url)) parsed.hostname = MACHINE_LOOPBACK;
  return parsed;
}

export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}

export function allowLists(
  config: Pick<Config, "OFFLINE" | "REGISTRY" | "PACKAGE_INDEX" | "DOWNLOAD_HOSTS">,
  aptHosts: readonly string[],
): AllowLists {
  const outside = config.OFFLINE === "yes" ? [] : [config.REGISTRY, config.PACKAGE_INDEX].map(fromInside);
  const named = outside.filter((url) => ![...DOCKER_HUB, ...PYPI].includes(url.hostname));
  const publicHosts = [
    ...DEBIAN,
    ...(outside.some((url) => DOCKER_HUB.includes(url.hostname)) ? DOCKER_HUB : []),
    ...(outside.some((url) => PYPI.includes(url.hostname)) ? PYPI : []),
  ];
  const further = (config.OFFLINE === "yes" ? [] : config.DOWNLOAD_HOSTS).map(splitHost);
  const configuredHosts = withoutCovered([
    ...aptHosts,
    ...named.map((url) => url.hostname),
    ...further.map(({ host }) => host),
  ]);
  const portOf = (url: URL) => Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const secure = outside.filter((url) => url.protocol === "https:").map(portOf);
  return {
    configuredHosts,
    publicHosts: withoutCovered(publicHosts).filter((host) => !configuredHosts.includes(host)),
    ports: [...new Set([80, 443, ...outside.map(portOf), ...further.flatMap(({ port }) => port)])],
    // What is named with a port may be spoken to in either way; nothing else is tunnelled to but 443.
    tunnelPorts: [...new Set([443, ...secure, ...further.flatMap(({ port }) => port)])],
  };
}

function splitHost(item: string): { host: string; port: number[] } {
  const [host = "", port] = item.toLowerCase().split(":");
  const reached = isLoopback(`http://${host}`) ? MACHINE_LOOPBACK : host;
  return { host: reached, port: port === undefined ? [] : [Number(port)] };
}

/** Each host once, and none that ".example" before it covers: squid refuses such a list. */
function withoutCovered(hosts: readonly string[]): string[] {
  const all = [...new Set(hosts)];
  const covers = (wide: string, host: string) =>
    wide.startsWith(".") && wide !== host && `.${host}`.endsWith(wide);
  return all.filter((host) => !all.some((wide) => covers(wide, host)));
}
