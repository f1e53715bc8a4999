import type { IncomingMessage } from "node:http";

const wildcards = ["0.0.0.0", "[::]", "::"];

/** The name in a Host header, in small letters; null when it is none. */
function nameIn(header: string | undefined): string | null {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(header ?? "")?.[1]?.toLowerCase() ?? null;
}

/** Whether a Host header names the computer itself: these names mean another computer to everybody. */
export function isLoopbackName(header: string | undefined): boolean {
  const name = nameIn(header);
  return name !== null && ["localhost", "127.0.0.1", "[::1]"].includes(name);
}

/** Whether a Host header names the computer itself or something below localhost, as previews are called. */
export const isBelowLoopback = (header: string | undefined): boolean =>
  isLoopbackName(header) || nameIn(header)?.replace(/\.$/, "").endsWith(".localhost") === true;

/**
 * Whether the Host header names this site. A browser that was led here by a foreign name (DNS rebinding)
 * sends that name. The port is not compared: a proxy in front may listen to another one.
 * @param allowed ALLOWED_HOSTS and HOST; an address that means "all of them" is no name
 * @param isLocal the connection comes from this computer: only then it is called localhost
 */
export function isKnownHost(
  header: string | undefined,
  allowed: readonly string[],
  isLocal: boolean,
): boolean {
  const name = nameIn(header);
  if (name === null) return false;
  if (isLoopbackName(header)) return isLocal;
  return allowed.some((host) => host.toLowerCase() === name && !wildcards.includes(name));
}

/** How many Host headers a request has. Node keeps the first of several, and something else may believe the second. */
export function countHosts(request: IncomingMessage): number {
  return request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length;
}
