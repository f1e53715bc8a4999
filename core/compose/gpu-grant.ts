import { asList, asRecord } from "./policy-values.ts";

/** A service of a Compose file, as it is written or as `docker compose config` resolves it. */
export type ComposeServiceConfig = Readonly<Record<string, unknown>>;

export interface GpuGrant {
  /** How many or which, and by what. */
  readonly words: string;
  /** Where it stands below the service. */
  readonly key: readonly string[];
}

/** Below a service: its list of reserved devices. */
export const reservedKey: readonly string[] = ["deploy", "resources", "reservations", "devices"];

/**
 * How a service is given a GPU; null when it is given none. A reservation of devices, `gpus`, a CDI device, or the
 * older way by runtime and environment: any of them gives the container a GPU where there is one.
 */
export function findGpuGrant(service: ComposeServiceConfig): GpuGrant | null {
  const devices = reservedDevices(service);
  const reserved = devices.findIndex(isGpuRequest);
  if (reserved !== -1) {
    const words = `${amount(devices[reserved] ?? {})} by ${reservedKey.join(".")}`;
    return { words, key: [...reservedKey, String(reserved)] };
  }
  const gpus = service["gpus"];
  const wanted =
    gpus === "all"
      ? {}
      : asList(gpus)
          .map(asRecord)
          .find((one) => one !== null && hasAmount(one));
  if (wanted != null)
    return { words: `${amount(wanted)} by gpus, which Compose heeds from 2.30 on`, key: ["gpus"] };
  const named = mappedDevices(service).find((one) => one.startsWith("nvidia.com/gpu="));
  if (named !== undefined) return { words: `${named} by the name of a CDI device`, key: ["devices"] };
  const visible = environmentOf(service).get("NVIDIA_VISIBLE_DEVICES");
  return service["runtime"] === "nvidia" && visible !== undefined && !hidesAll(visible)
    ? { words: `${visible} by the runtime nvidia`, key: ["runtime"] }
    : null;
}

/** Values of NVIDIA_VISIBLE_DEVICES with which the container sees none. */
export const hidesAll = (visible: string): boolean => ["", "void", "none"].includes(visible);

export const reservedDevices = (service: ComposeServiceConfig): readonly ComposeServiceConfig[] =>
  asList(asRecord(asRecord(asRecord(service["deploy"])?.["resources"])?.["reservations"])?.["devices"])
    .map(asRecord)
    .filter((one) => one !== null);

/** What `devices` names, as text: Compose resolves an entry to a record of source and target, or leaves it. */
export const mappedDevices = (service: ComposeServiceConfig): string[] =>
  asList(service["devices"]).map((one) => String(asRecord(one)?.["source"] ?? one));

/** Compose takes capabilities as a list alone. */
const hasGpuCapability = ({ capabilities }: ComposeServiceConfig): boolean =>
  Array.isArray(capabilities) && capabilities.includes("gpu");

function isGpuRequest(request: ComposeServiceConfig): boolean {
  const { driver } = request;
  const isNvidia = driver === undefined || driver === null || driver === "" || driver === "nvidia";
  return isNvidia && hasGpuCapability(request) && hasAmount(request);
}

/** Without count and device_ids it is all of them. Compose writes `count: all` as -1. */
function hasAmount({ count }: ComposeServiceConfig): boolean {
  return count !== 0 && count !== "0";
}

function amount(request: ComposeServiceConfig): string {
  const ids = asList(request["device_ids"]);
  if (ids.length > 0) return ids.map(String).join(", ").slice(0, 200);
  const count = request["count"];
  return typeof count === "number" && count > 0 ? String(count) : "all";
}

/** By name. What is named without a value comes from the shell of whoever starts it: nothing is known of it. */
export function environmentOf(service: ComposeServiceConfig): ReadonlyMap<string, string> {
  const { environment } = service;
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(environment)
    ? environment.map((one) => {
        const [name = "", ...value] = String(one).split("=");
        return [name, value.length === 0 ? null : value.join("=")];
      })
    : Object.entries(asRecord(environment) ?? {});
  return new Map(
    entries.flatMap(([name, value]): [string, string][] =>
      typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
    ),
  );
}
