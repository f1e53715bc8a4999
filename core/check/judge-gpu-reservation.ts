import type { z } from "zod";
import {
  type ComposeServiceConfig,
  environmentOf,
  findGpuGrant,
  hidesAll,
  mappedDevices,
  reservedDevices,
} from "../compose/gpu-grant.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const gpuReservationCheck = checkSchema(
  "gpu-reservation",
  "compose.yaml reserves a GPU for the service with this image. The check reads the output of docker compose config, so it needs no GPU.",
  {},
);
export type GpuReservationCheck = z.infer<typeof gpuReservationCheck>;

export interface GpuReservationFacts {
  /** Name of the file in the workspace; null when there is none. */
  readonly file: string | null;
  /** What `docker compose config` said against it. */
  readonly configError: string | null;
  /** The service that builds or names the image, as `docker compose config` resolves it; null when there is none. */
  readonly service: {
    readonly name: string;
    readonly config: ComposeServiceConfig;
    readonly line: number | null;
  } | null;
}

/** Any way of asking that Compose knows will do. What is mapped or named without them gives the container none. */
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
  const given = findGpuGrant(config);
  add(`GPUs that ${service.name} is given`, given?.words ?? describeInstead(config), given !== null);
  if (given === null) return { text: adviceFor(config), line };
  const hiding = findHiding(config);
  add("environment that hides them again", hiding ?? "none", hiding === null);
  return hiding === null
    ? null
    : { text: `The service is given a GPU and told by ${hiding} not to see it.`, line };
}

function describeInstead(config: ComposeServiceConfig): string {
  const mapped = mappedDevices(config).length > 0 ? "device files are mapped" : null;
  const asked = reservedDevices(config).length > 0 ? "a reservation that asks for no GPU" : null;
  const runtime = config["runtime"] === "nvidia" ? "the runtime nvidia, and no device named" : null;
  return `none${[asked, mapped, runtime]
    .flatMap((one) => one ?? [])
    .map((one) => `; ${one}`)
    .join("")}`;
}

function adviceFor(config: ComposeServiceConfig): string {
  if (reservedDevices(config).length > 0) {
    return "The reservation is there, but no GPU is asked for: it needs the capability gpu, the driver nvidia or none, and a count that is not 0.";
  }
  if (mappedDevices(config).length > 0) {
    return "Mapping /dev/nvidia... brings the device files and not the driver's libraries. A reservation brings both, by the NVIDIA Container Toolkit.";
  }
  return "Nothing in this service asks for a GPU, so its container gets none, on whichever machine it runs.";
}

/** A setting of compose.yaml that takes away what the reservation gives. */
function findHiding(config: ComposeServiceConfig): string | null {
  const environment = environmentOf(config);
  const cuda = environment.get("CUDA_VISIBLE_DEVICES")?.trim();
  if (cuda !== undefined && (cuda === "" || cuda.startsWith("-1"))) return `CUDA_VISIBLE_DEVICES=${cuda}`;
  const nvidia = environment.get("NVIDIA_VISIBLE_DEVICES");
  return nvidia !== undefined && hidesAll(nvidia) ? `NVIDIA_VISIBLE_DEVICES=${nvidia}` : null;
}

export const gpuReservation = checkKind({
  schema: gpuReservationCheck,
  phase: "file",
  needsImage: true,
  judge: judgeGpuReservation,
  example: `- id: reservation
  kind: gpu-reservation
  title: compose.yaml asks for a GPU
  points: 40`,
});
