import { parse } from "yaml";

/** A service of a compose file, as far as it says what will be there. */
export interface ComposedService {
  readonly name: string;
  /** Null: Compose names it. */
  readonly container: string | null;
  /** Null where it is built. */
  readonly image: string | null;
  /** Ports of the machine that lead to it. */
  readonly ports: readonly number[];
}

/** Images of FROM that are no stage of the same file. */
export function basesOf(dockerfile: string): string[] {
  const stages = new Set<string>();
  const bases: string[] = [];
  for (const line of dockerfile.split("\n")) {
    const match = /^\s*FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (match === null) continue;
    const [, image = "", stage] = match;
    if (image !== "scratch" && !stages.has(image.toLowerCase())) bases.push(image);
    if (stage !== undefined) stages.add(stage.toLowerCase());
  }
  return bases;
}

/** The name that the file gives its project; null where Compose takes the folder's. */
export function projectOf(compose: string): string | null {
  return /^name:\s*["']?([a-z0-9][a-z0-9_-]*)/m.exec(compose)?.[1] ?? null;
}

/** The services that `docker compose up` starts; none of a file that is no YAML. */
export function servicesOf(compose: string): ComposedService[] {
  let raw: unknown;
  try {
    raw = parse(compose, { maxAliasCount: 100, logLevel: "silent" });
  } catch {
    return [];
  }
  const services = (raw as { services?: unknown } | null)?.services;
  if (typeof services !== "object" || services === null) return [];
  return Object.entries(services).flatMap(([name, value]): ComposedService[] => {
    if (typeof value !== "object" || value === null) return [];
    const { image, build, container_name, ports, profiles } = value as Record<string, unknown>;
    if (Array.isArray(profiles) && profiles.length > 0) return [];
    return [
      {
        name,
        container: typeof container_name === "string" ? container_name : null,
        image: typeof image === "string" && build === undefined ? image : null,
        ports: (Array.isArray(ports) ? ports : []).flatMap((port: unknown) => {
          const text =
            typeof port === "string"
              ? port
              : String((port as { published?: string | number } | null)?.published ?? "");
          const found = Number(/(?:^|:)(\d{1,5})(?::\d{1,5})?(?:\/tcp)?$/.exec(text)?.[1]);
          const published = /(\d{1,5}):\d{1,5}(?:\/tcp)?$/.exec(text)?.[1];
          const one =
            published === undefined ? (typeof port === "object" ? found : Number.NaN) : Number(published);
          return Number.isInteger(one) && one > 0 && one <= 65_535 ? [one] : [];
        }),
      },
    ];
  });
}
