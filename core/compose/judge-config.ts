import { judgeService } from "./judge-service.ts";
import { asRecord, type ComposeProject, isInside, type Refusal } from "./policy-values.ts";
import { readStackModel, type StackServiceModel } from "./stack-model.ts";

/** A key of the resolved configuration that the grader does not run, and why. */
export interface ComposeViolation {
  /** "services.api.privileged" */
  readonly key: string;
  readonly reason: string;
  /** Line in the student's file, when the key stands there. */
  readonly line: number | null;
}

/** What the grader needs to know of a service. */
export interface ComposeServiceModel {
  readonly name: string;
  readonly image: string | null;
  readonly builds: boolean;
  readonly healthcheck: "inherited" | "disabled" | "overridden";
  /** Whether the file puts a command or an entrypoint in the place of the image's. */
  readonly hasOwnCommand: boolean;
  /** Whether another service waits for its end (`service_completed_successfully`): it is not to stay up. */
  readonly isJob: boolean;
  /** Ports of the container that are published. */
  readonly ports: readonly number[];
}

export interface ComposeVerdict {
  readonly violations: readonly ComposeViolation[];
  readonly services: readonly ComposeServiceModel[];
}

const MAX_SERVICES = 8;
const TOP_LEVEL = new Set(["name", "version", "services", "networks", "volumes", "configs", "secrets"]);

/**
 * Holds what `docker compose config --format json` printed against the policy of a grading seat: a list of
 * what is allowed, so that a key nobody thought of is refused and named. No path may leave the project. `lineOf`
 * finds a key's line in the student's file.
 */
export function judgeConfig(
  config: unknown,
  project: ComposeProject,
  lineOf: (path: readonly string[]) => number | null,
): ComposeVerdict {
  const violations: ComposeViolation[] = [];
  const refuse = (path: readonly string[], reason: string) => {
    violations.push({ key: path.join("."), reason, line: lineOf(path) });
  };
  const top = asRecord(config);
  if (top === null) {
    refuse([], "this is not a Compose configuration");
    return { violations, services: [] };
  }
  for (const key of Object.keys(top)) {
    if (!TOP_LEVEL.has(key) && !key.startsWith("x-")) refuse([key], "the grader does not know this key");
  }
  const services = Object.entries(asRecord(top["services"]) ?? {});
  if (services.length > MAX_SERVICES) refuse(["services"], `more than ${MAX_SERVICES} services`);
  for (const [name, value] of services) {
    const at = ["services", name];
    const service = asRecord(value);
    if (service === null) refuse(at, "this is not a service");
    else for (const one of judgeService(service, project)) refuse([...at, ...one.path], one.reason);
  }
  for (const section of ["networks", "volumes", "configs", "secrets"] as const) {
    for (const [name, value] of Object.entries(asRecord(top[section]) ?? {})) {
      for (const one of judgeNamed(section, value, project.folder))
        refuse([section, name, ...one.path], one.reason);
    }
  }
  const models = readStackModel(config);
  const jobs = new Set(
    models.flatMap(({ dependsOn }) =>
      [...dependsOn].flatMap(([name, how]) => (how === "service_completed_successfully" ? [name] : [])),
    ),
  );
  const given = new Map(services);
  return {
    violations,
    services: models.map((model) => modelOf(model, asRecord(given.get(model.name)) ?? {}, jobs)),
  };
}

const NAMED_KEYS: Readonly<Record<"networks" | "volumes" | "configs" | "secrets", ReadonlySet<string>>> = {
  networks: new Set(["name", "driver", "ipam", "internal", "labels", "attachable", "enable_ipv6"]),
  volumes: new Set(["name", "driver", "labels"]),
  configs: new Set(["name", "file", "content", "environment", "labels"]),
  secrets: new Set(["name", "file", "environment", "labels"]),
};

function judgeNamed(section: keyof typeof NAMED_KEYS, value: unknown, project: string): Refusal[] {
  const entry = asRecord(value) ?? {};
  const refusals: Refusal[] = [];
  for (const [key, given] of Object.entries(entry)) {
    if (key.startsWith("x-") || given === null || given === false) continue;
    if (key === "external") refusals.push({ path: [key], reason: "nothing stands outside of this file" });
    else if (key === "driver_opts") {
      if (Object.keys(asRecord(given) ?? {}).length > 0) {
        refusals.push({ path: [key], reason: "options of a driver can reach out of the project" });
      }
    } else if (!NAMED_KEYS[section].has(key)) {
      refusals.push({ path: [key], reason: "the grader does not know this key" });
    } else if (key === "driver" && given !== "" && given !== (section === "networks" ? "bridge" : "local")) {
      refusals.push({
        path: [key],
        reason: `only the driver ${section === "networks" ? "bridge" : "local"}`,
      });
    } else if (key === "file" && !isInside(given, project)) {
      refusals.push({ path: [key], reason: "the file lies outside of the project" });
    }
  }
  return refusals;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function modelOf(
  { name, image, builds, ports }: StackServiceModel,
  service: Readonly<Record<string, unknown>>,
  jobs: ReadonlySet<string>,
): ComposeServiceModel {
  const healthcheck = asRecord(service["healthcheck"]);
  const test = healthcheck?.["test"];
  const isNone = test === "NONE" || (Array.isArray(test) && test[0] === "NONE");
  return {
    ...{ name, image, builds },
    hasOwnCommand: isGiven(service["command"]) || isGiven(service["entrypoint"]),
    isJob: jobs.has(name),
    ports: ports.map(({ target }) => target),
    healthcheck:
      healthcheck?.["disable"] === true || isNone ? "disabled" : isGiven(test) ? "overridden" : "inherited",
  };
}
