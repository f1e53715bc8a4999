import { z } from "zod";
import { asList, asRecord } from "../compose/policy-values.ts";
import { checkBase } from "./check-base.ts";
import { decide, type Hint } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const gpuReservationCheck = z.strictObject({
  kind: z
    .literal("gpu-reservation")
    .describe(
      "compose.yaml reserves a GPU for the service of this image. Judged by what docker compose config makes of the file, so that no GPU is needed.",
    ),
  ...checkBase,
});
export type GpuReservationCheck = z.infer<typeof gpuReservationCheck>;

export interface GpuReservationFacts {
  /** Name of the file in the workspace; null when there is none. */
  readonly file: string | null;
  /** What `docker compose config` said against it. */
  readonly configError: string | null;
  /** The service that builds or names the image, as `docker compose config` resolves it; null when there is none. */
  readonly service: {
    readonly name: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly line: number | null;
  } | null;
}

/**
 * A reservation of devices, `gpus`, a CDI device, or the older way by runtime and environment: any of them gives the container a
 * GPU where there is one. What is mapped or named without them gives it none.
 */
export function judgeGpuReservation(check: GpuReservationCheck, facts: GpuReservationFacts): CheckResult {
  const evidence: Evidence[] = [];
  const hint = findProblem(facts, evidence);
  return decide(check, evidence, hint === null ? null : { file: facts.file ?? "compose.yaml", ...hint });
}

function findProblem(facts: GpuReservationFacts, evidence: Evidence[]): Hint | null {
  const { file, configError, service } = facts;
  const line = service?.line ?? null;
  const add = (asked: string, found: string, ok: boolean) => evidence.push({ asked, found, ok, line, file });
  if (file === null) {
    add("compose.yaml", "there is none", false);
    return { text: "There is no compose.yaml any more." };
  }
  if (configError !== null) {
    add("docker compose config", configError, false);
    return { text: `Compose cannot read the file: ${configError.split("\n")[0] ?? ""}` };
  }
  if (service === null) {
    add("service of this image", "none", false);
    return { text: "No service builds this image (build: .) or names it." };
  }
  const { config } = service;
  const given = describeGiven(config);
  add(`GPUs that ${service.name} is given`, given ?? describeInstead(config), given !== null);
  if (given === null) return { text: adviceFor(config), line };
  const hiding = findHiding(config);
  add("environment that hides them again", hiding ?? "none", hiding === null);
  return hiding === null
    ? null
    : { text: `The service is given a GPU and told by ${hiding} not to see it.`, line };
}

/** In words, by which key the service gets a GPU; null when it gets none. */
function describeGiven(config: Readonly<Record<string, unknown>>): string | null {
  const reserved = reservedDevices(config).find(isGpuRequest);
  if (reserved !== undefined) return `${amount(reserved)} by deploy.resources.reservations.devices`;
  const gpus = config["gpus"];
  if (gpus === "all") return "all by gpus";
  const wanted = asList(gpus)
    .map(asRecord)
    .find((one) => one !== null && hasAmount(one));
  if (wanted != null) return `${amount(wanted)} by gpus`;
  const named = mappedDevices(config).find((one) => one.startsWith("nvidia.com/gpu="));
  if (named !== undefined) return `${named} by the name of a CDI device`;
  const visible = environmentOf(config).get("NVIDIA_VISIBLE_DEVICES");
  const isNamed = visible !== undefined && !["", "void", "none"].includes(visible);
  return config["runtime"] === "nvidia" && isNamed ? `${visible} by the runtime nvidia` : null;
}

const reservedDevices = (config: Readonly<Record<string, unknown>>) =>
  asList(asRecord(asRecord(asRecord(config["deploy"])?.["resources"])?.["reservations"])?.["devices"])
    .map(asRecord)
    .filter((one) => one !== null);

/** What `devices` names, as text: Compose resolves an entry to a record of source and target, or leaves it. */
const mappedDevices = (config: Readonly<Record<string, unknown>>): string[] =>
  asList(config["devices"]).map((one) => String(asRecord(one)?.["source"] ?? one));

function isGpuRequest(request: Readonly<Record<string, unknown>>): boolean {
  const { driver } = request;
  const capabilities = asList(request["capabilities"]);
  const isNvidia = driver === undefined || driver === null || driver === "" || driver === "nvidia";
  return isNvidia && capabilities.includes("gpu") && hasAmount(request);
}

/** Without count and device_ids it is all of them. Compose writes `count: all` as -1. */
function hasAmount(request: Readonly<Record<string, unknown>>): boolean {
  const count = request["count"];
  return count !== 0 && count !== "0";
}

function amount(request: Readonly<Record<string, unknown>>): string {
  const ids = asList(request["device_ids"]);
  if (ids.length > 0) return ids.map(String).join(", ").slice(0, 200);
  const count = request["count"];
  return typeof count === "number" && count > 0 ? String(count) : "all";
}

function describeInstead(config: Readonly<Record<string, unknown>>): string {
  const mapped = mappedDevices(config).length > 0 ? "device files are mapped" : null;
  const asked = reservedDevices(config).length > 0 ? "a reservation that asks for no GPU" : null;
  const runtime = config["runtime"] === "nvidia" ? "the runtime nvidia, and no device named" : null;
  return `none${[asked, mapped, runtime]
    .flatMap((one) => one ?? [])
    .map((one) => `; ${one}`)
    .join("")}`;
}

function adviceFor(config: Readonly<Record<string, unknown>>): string {
  if (reservedDevices(config).length > 0) {
    return "The reservation is there, but no GPU is asked for: it needs the capability gpu, the driver nvidia or none, and a count that is not 0.";
  }
  if (mappedDevices(config).length > 0) {
    return "Mapping /dev/nvidia... brings the device files and not the driver's libraries. A reservation brings both, by the NVIDIA Container Toolkit.";
  }
  return "Nothing in this service asks for a GPU, so its container gets none, on whichever machine it runs.";
}

/** A setting of compose.yaml that takes away what the reservation gives. */
function findHiding(config: Readonly<Record<string, unknown>>): string | null {
  const environment = environmentOf(config);
  const cuda = environment.get("CUDA_VISIBLE_DEVICES")?.trim();
  if (cuda !== undefined && (cuda === "" || cuda.startsWith("-1"))) return `CUDA_VISIBLE_DEVICES=${cuda}`;
  const nvidia = environment.get("NVIDIA_VISIBLE_DEVICES");
  return nvidia !== undefined && ["", "void", "none"].includes(nvidia)
    ? `NVIDIA_VISIBLE_DEVICES=${nvidia}`
    : null;
}

/** What is named without a value comes from the shell of whoever starts it: nothing is known of it. */
function environmentOf(config: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const entries = Object.entries(asRecord(config["environment"]) ?? {});
  return new Map(
    entries.flatMap(([name, value]): [string, string][] =>
      typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
    ),
  );
}
