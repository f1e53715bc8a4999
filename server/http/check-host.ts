/**
 * Whether the Host header names this site. A browser that was led here by a foreign name (DNS rebinding)
 * sends that name. The port is not compared: a proxy in front may listen to another one.
 * @param allowed ALLOWED_HOSTS and HOST
 */
export function isKnownHost(header: string | undefined, allowed: readonly string[]): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(header ?? "");
  const name = match?.[1]?.toLowerCase();
  if (name === undefined) return false;
  return (
    ["localhost", "127.0.0.1", "[::1]"].includes(name) || allowed.some((host) => host.toLowerCase() === name)
  );
}
