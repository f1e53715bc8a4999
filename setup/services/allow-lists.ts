import type { Config } from "../../server/config.ts";

/** A host that the settings or the machine's apt name: allowed whatever it resolves to, but on this port alone. */
export interface AllowedHost {
  /** A leading dot means all names below. */
  readonly host: string;
  readonly port: number;
  /** `plain`: HTTP that the proxy reads; `tunnel`: CONNECT. */
  readonly way: "plain" | "tunnel";
}

/** What the proxy lets through. */
export interface AllowLists {
  readonly configured: readonly AllowedHost[];
  /** Well known hosts, unless they resolve to a private address: by plain HTTP on port 80. */
  readonly publicPlain: readonly string[];
  /** The same by CONNECT on port 443. */
  readonly publicTunnel: readonly string[];
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
  return URL.canParse(url) && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}

/** `aptOrigins`: "http://host" or "https://host:port", of the machine's mirrors. */
export function allowLists(
  config: Pick<Config, "OFFLINE" | "REGISTRY" | "PACKAGE_INDEX" | "DOWNLOAD_HOSTS">,
  aptOrigins: readonly string[],
): AllowLists {
  const offline = config.OFFLINE === "yes";
  const outside = offline ? [] : [config.REGISTRY, config.PACKAGE_INDEX].map(fromInside);
  const known = (hosts: readonly string[]) => (url: URL) => hosts.includes(url.hostname);
  const named = outside.filter((url) => !known([...DOCKER_HUB, ...PYPI])(url));
  return {
    configured: unique([
      ...[...aptOrigins, ...(offline ? [] : config.DOWNLOAD_HOSTS.map(originOf))].map(allowedOrigin),
      ...named.map(allowedUrl),
    ]),
    publicPlain: DEBIAN,
    publicTunnel: [
      ...(outside.some(known(DOCKER_HUB)) ? DOCKER_HUB : []),
      ...(outside.some(known(PYPI)) ? PYPI : []),
    ],
  };
}

function allowedUrl(url: URL): AllowedHost {
  const secure = url.protocol === "https:";
  const port = Number(url.port) || (secure ? 443 : 80);
  return { host: url.hostname, port, way: secure ? "tunnel" : "plain" };
}

/** An item of DOWNLOAD_HOSTS as an origin: https, unless it says http. */
export const originOf = (item: string): string => (/^https?:\/\//i.test(item) ? item : `https://${item}`);

/** Taken apart by hand: URL knows no host that begins with a dot. */
function allowedOrigin(origin: string): AllowedHost {
  const {
    scheme,
    name = "",
    port,
  } = /^(?<scheme>https?):\/\/(?<name>[^:/]+)(?::(?<port>\d+))?/.exec(origin.toLowerCase())?.groups ?? {};
  const secure = scheme === "https";
  return {
    host: isLoopback(`http://${name}`) ? MACHINE_LOOPBACK : name,
    port: Number(port ?? (secure ? 443 : 80)),
    way: secure ? "tunnel" : "plain",
  };
}

function unique(hosts: readonly AllowedHost[]): AllowedHost[] {
  return [...new Map(hosts.map((one) => [JSON.stringify(one), one])).values()];
}
