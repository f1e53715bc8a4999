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
/** Where Docker Hub and PyPI send a client on to. */
const DOCKER_HUB = [
  "registry-1.docker.io",
  "auth.docker.io",
  "production.cloudflare.docker.com",
  ".cloudflarestorage.com",
  "index.docker.io",
];
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
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}

export function allowLists(
  config: Pick<Config, "OFFLINE" | "REGISTRY" | "PACKAGE_INDEX">,
  aptHosts: readonly string[],
): AllowLists {
  const outside = config.OFFLINE === "yes" ? [] : [config.REGISTRY, config.PACKAGE_INDEX].map(fromInside);
  const named = outside.filter((url) => ![...DOCKER_HUB, ...PYPI].includes(url.hostname));
  const publicHosts = [
    ...DEBIAN,
    ...(outside.some((url) => DOCKER_HUB.includes(url.hostname)) ? DOCKER_HUB : []),
    ...(outside.some((url) => PYPI.includes(url.hostname)) ? PYPI : []),
  ];
  const configuredHosts = [...new Set([...aptHosts, ...named.map((url) => url.hostname)])];
  const portOf = (url: URL) => Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const secure = outside.filter((url) => url.protocol === "https:").map(portOf);
  return {
    configuredHosts,
    // squid refuses a list that names a host twice.
    publicHosts: [...new Set(publicHosts)].filter((host) => !configuredHosts.includes(host)),
    ports: [...new Set([80, 443, ...outside.map(portOf)])],
    tunnelPorts: [...new Set([443, ...secure])],
  };
}
