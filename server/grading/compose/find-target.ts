import type { ContainerInspect } from "../../docker/engine-schemas.ts";
import type { Target } from "./ask-prometheus.ts";

/** Path and port behind a target's URL; null for one that is no plain HTTP. */
export function parseTarget(url: string): { host: string; port: number; path: string } | null {
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== "http:") return null;
    return {
      host: parsed.hostname,
      port: parsed.port === "" ? 80 : Number(parsed.port),
      path: `${parsed.pathname}${parsed.search}`,
    };
  } catch {
    return null;
  }
}

/** The target that is the API's container, by any of the names that it has in the project's network. */
export function findTarget(
  targets: readonly Target[],
  api: { readonly service: string; readonly inspect: ContainerInspect },
): Target | null {
  const names = new Set([api.service, api.inspect.Name.replace(/^\//, ""), api.inspect.Id.slice(0, 12)]);
  for (const network of Object.values(api.inspect.NetworkSettings.Networks)) {
    names.add(network.IPAddress);
    for (const alias of [...network.Aliases, ...network.DNSNames]) names.add(alias);
  }
  const own = targets.filter((target) => names.has(parseTarget(target.url)?.host ?? ""));
  return own.find((target) => target.up) ?? own[0] ?? null;
}
