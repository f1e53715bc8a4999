import { asList, asRecord } from "./policy-values.ts";

/** A published port: `published` outside, `target` in the container; null outside means any free one. */
export interface StackPort {
  readonly published: number | null;
  readonly target: number;
}

/** A service of the resolved configuration, as far as checks and explanations read it. */
export interface StackServiceModel {
  readonly name: string;
  readonly image: string | null;
  readonly builds: boolean;
  readonly containerName: string | null;
  /** By the name of the service that is waited for: "service_started", "service_healthy", ... */
  readonly dependsOn: ReadonlyMap<string, string>;
  readonly ports: readonly StackPort[];
  readonly environment: ReadonlyMap<string, string>;
}

/** Reads what `docker compose config --format json` printed. Bears nonsense: what has another shape is left out. */
export function readStackModel(config: unknown): StackServiceModel[] {
  const services = asRecord(asRecord(config)?.["services"]) ?? {};
  return Object.entries(services).map(([name, value]) => {
    const service = asRecord(value) ?? {};
    return {
      name,
      image: textOrNull(service["image"]),
      builds: asRecord(service["build"]) !== null,
      containerName: textOrNull(service["container_name"]),
      dependsOn: new Map(
        Object.entries(asRecord(service["depends_on"]) ?? {}).map(([other, how]) => [
          other,
          textOrNull(asRecord(how)?.["condition"]) ?? "service_started",
        ]),
      ),
      ports: asList(service["ports"]).flatMap(portOf),
      environment: new Map(
        Object.entries(asRecord(service["environment"]) ?? {}).flatMap(([key, given]) =>
          typeof given === "string" ? [[key, given] as const] : [],
        ),
      ),
    };
  });
}

function portOf(value: unknown): StackPort[] {
  const port = asRecord(value);
  const target = Number(port?.["target"]);
  if (!Number.isInteger(target) || target < 1 || target > 65_535) return [];
  const published = Number(port?.["published"] ?? Number.NaN);
  return [{ target, published: Number.isInteger(published) && published > 0 ? published : null }];
}

const textOrNull = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;
