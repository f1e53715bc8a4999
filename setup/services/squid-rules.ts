import type { AllowedHost } from "./allow-lists.ts";

/** A rule of squid for each host that the settings name: a host never gets the port of another one. */
export function squidRules(hosts: readonly AllowedHost[]): string {
  return hosts
    .flatMap(({ host, port, way }, index) => [
      `acl host${index} dstdomain -n ${host}`,
      `acl port${index} port ${port}`,
      `http_access allow ${way === "tunnel" ? "CONNECT" : "!CONNECT"} host${index} port${index}`,
    ])
    .map((line) => `${line}\n`)
    .join("");
}
