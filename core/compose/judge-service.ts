import { asList, asRecord, type ComposeProject, isFileOf, isInside, type Refusal } from "./policy-values.ts";

type Rule = (value: unknown, project: ComposeProject) => Refusal[];

const allowed: Rule = () => [];
const refused =
  (reason: string): Rule =>
  () => [{ path: [], reason }];
/** Refused unless it is empty, false or zero, as the resolved configuration writes what is not set. */
const onlyEmpty =
  (reason: string): Rule =>
  (value) =>
    isEmpty(value) ? [] : [{ path: [], reason }];

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  const record = asRecord(value);
  return record !== null && Object.keys(record).length === 0;
}

const UNKNOWN = refused("the grader does not know this key");
const HOST = "it would leave the container";
const MAX_REPLICAS = 3;

/** A namespace setting: empty, "none", "private", another service of the file; never the host's. */
const namespace: Rule = (value) =>
  isEmpty(value) ||
  value === "none" ||
  value === "private" ||
  value === "shareable" ||
  /^service:/.test(String(value))
    ? []
    : [
        {
          path: [],
          reason: `${String(value).slice(0, 60)}: it would share a namespace with something outside of this file`,
        },
      ];

const replicas = (value: unknown): Refusal[] =>
  typeof value === "number" && value <= MAX_REPLICAS ? [] : [{ path: [], reason: `at most ${MAX_REPLICAS}` }];

const SERVICE: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...[
    "annotations",
    "attach",
    "command",
    "container_name",
    "cpu_count",
    "cpu_percent",
    "cpu_shares",
    "cpus",
    "depends_on",
    "develop",
    "dns",
    "dns_opt",
    "dns_search",
    "domainname",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extra_hosts",
    "group_add",
    "healthcheck",
    "hostname",
    "image",
    "init",
    "labels",
    "links",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "networks",
    "pids_limit",
    "platform",
    "ports",
    "profiles",
    "pull_policy",
    "read_only",
    "restart",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "tmpfs",
    "tty",
    "ulimits",
    "user",
    "working_dir",
    "cap_drop",
  ].map((key): [string, Rule] => [key, allowed]),
  ["build", judgeBuild],
  ["volumes", judgeVolumes],
  ["configs", allowed],
  ["secrets", allowed],
  ["deploy", judgeDeploy],
  ["scale", replicas],
  ["logging", judgeLogging],
  ["security_opt", judgeSecurity],
  ["privileged", onlyEmpty(`privileged: ${HOST}`)],
  ["network_mode", networkMode],
  ["pid", namespace],
  ["ipc", namespace],
  ["uts", namespace],
  ["userns_mode", namespace],
  ["cgroup", namespace],
  ["cgroup_parent", onlyEmpty(HOST)],
  ["cap_add", onlyEmpty("no capabilities beyond Docker's own")],
  ["devices", onlyEmpty("no devices")],
  ["device_cgroup_rules", onlyEmpty("no devices")],
  ["gpus", onlyEmpty("no devices")],
  ["volumes_from", onlyEmpty("volumes of another container")],
  ["external_links", onlyEmpty("nothing stands outside of this file")],
  ["runtime", onlyEmpty("only Docker's own runtime")],
  ["sysctls", onlyEmpty("no kernel settings")],
]);

/** Everything in a service that the grader does not run. */
export function judgeService(service: Readonly<Record<string, unknown>>, project: ComposeProject): Refusal[] {
  return Object.entries(service).flatMap(([key, value]) => {
    if (key.startsWith("x-") || value === null) return [];
    const rule = SERVICE.get(key) ?? UNKNOWN;
    return rule(value, project).map((one) => ({ path: [key, ...one.path], reason: one.reason }));
  });
}

function networkMode(value: unknown): Refusal[] {
  return isEmpty(value) ||
    value === "bridge" ||
    value === "default" ||
    value === "none" ||
    /^service:/.test(String(value))
    ? []
    : [{ path: [], reason: `${String(value).slice(0, 60)}: ${HOST}` }];
}

const BUILD_KEYS = new Set([
  "args",
  "target",
  "labels",
  "no_cache",
  "tags",
  "dockerfile_inline",
  "shm_size",
  "pull",
]);

function judgeBuild(value: unknown, { folder: project }: ComposeProject): Refusal[] {
  const build = asRecord(value);
  if (build === null) return isEmpty(value) ? [] : [{ path: [], reason: "this is not a build" }];
  const context = build["context"];
  return Object.entries(build).flatMap(([key, given]): Refusal[] => {
    if (BUILD_KEYS.has(key) || key.startsWith("x-") || isEmpty(given)) return [];
    if (key === "context") {
      return isInside(given, project)
        ? []
        : [{ path: [key], reason: "the build context lies outside of the project" }];
    }
    if (key === "dockerfile") {
      const path =
        typeof given === "string" && !given.startsWith("/") ? `${String(context)}/${given}` : given;
      return isInside(path, project)
        ? []
        : [{ path: [key], reason: "the Dockerfile lies outside of the project" }];
    }
    if (key === "network") {
      return given === "default" || given === "none" ? [] : [{ path: [key], reason: HOST }];
    }
    if (key === "additional_contexts") {
      return Object.entries(asRecord(given) ?? {})
        .filter(([, source]) => !isInside(source, project) && !/^service:/.test(String(source)))
        .map(([name]) => ({ path: [key, name], reason: "the build context lies outside of the project" }));
    }
    return [{ path: [key], reason: "the grader does not know this key" }];
  });
}

function judgeVolumes(value: unknown, project: ComposeProject): Refusal[] {
  return asList(value).flatMap((given, index): Refusal[] => {
    const volume = asRecord(given);
    const at = String(index);
    const type = volume?.["type"];
    if (type === "volume" || type === "tmpfs") return [];
    if (type !== "bind") return [{ path: [at], reason: "only volumes, tmpfs and files of the project" }];
    const source = volume?.["source"];
    if (!isInside(source, project.folder)) {
      return [{ path: [at, "source"], reason: `${shortened(source)} lies outside of the project` }];
    }
    // Where a container can write it can put a link, and the next mount would follow it out of the project.
    return volume?.["read_only"] === true || isFileOf(source, project)
      ? []
      : [
          {
            path: [at],
            reason: `${shortened(source)} is no file of the project, and a folder of it can be mounted to be read only (:ro); what is written belongs into a named volume`,
          },
        ];
  });
}

const shortened = (path: unknown): string => String(path).slice(0, 100);

const DEPLOY_KEYS = new Set([
  "resources",
  "restart_policy",
  "labels",
  "update_config",
  "rollback_config",
  "placement",
  "mode",
]);

function judgeDeploy(value: unknown): Refusal[] {
  return Object.entries(asRecord(value) ?? {}).flatMap(([key, given]): Refusal[] => {
    if (key === "replicas") return replicas(given).map((one) => ({ path: [key], reason: one.reason }));
    if (key === "resources") {
      const devices = asRecord(asRecord(given)?.["reservations"])?.["devices"];
      return isEmpty(devices) ? [] : [{ path: [key, "reservations", "devices"], reason: "no devices" }];
    }
    return DEPLOY_KEYS.has(key) || isEmpty(given)
      ? []
      : [{ path: [key], reason: "the grader does not know this key" }];
  });
}

function judgeLogging(value: unknown): Refusal[] {
  const driver = asRecord(value)?.["driver"];
  return isEmpty(driver) || driver === "json-file" || driver === "local" || driver === "none"
    ? []
    : [{ path: ["driver"], reason: "only json-file, local and none" }];
}

function judgeSecurity(value: unknown): Refusal[] {
  return asList(value).flatMap((option, index) =>
    /^no-new-privileges(?:[:=]true)?$/.test(String(option))
      ? []
      : [{ path: [String(index)], reason: "only no-new-privileges" }],
  );
}
