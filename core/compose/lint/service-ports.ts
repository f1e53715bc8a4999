import { isMap, isScalar, isSeq } from "yaml";
import { exposedPorts } from "../../dockerfile/lint/expose-port.ts";
import { lintContext } from "../../dockerfile/lint/lint-context.ts";
import { serverOf, startCommand } from "../../dockerfile/lint/start-command.ts";
import { type ComposeContext, type ComposeService, nodeOf, textOf } from "./compose-context.ts";
import { dockerfileOf } from "./dockerfile-of.ts";

/** What well-known images listen to when nobody says otherwise. */
const byImage: readonly (readonly [RegExp, number])[] = [
  [/(^|\/)postgres(:|@|$)/, 5432],
  [/(^|\/)prometheus(:|@|$)/, 9090],
  [/(^|\/)grafana(-oss)?(:|@|$)/, 3000],
  [/(^|\/)redis(:|@|$)/, 6379],
  [/(^|\/)(mysql|mariadb)(:|@|$)/, 3306],
  [/(^|\/)mongo(:|@|$)/, 27017],
  [/(^|\/)nginx(:|@|$)/, 80],
];

/** Longer Dockerfiles are not read for this: it is done at every key pressed. */
const MAX_DOCKERFILE = 20_000;

/** A file's services are asked for often, many may be built from one Dockerfile, and reading it takes a moment. */
const byDockerfile = new WeakMap<ComposeContext, Map<string, readonly number[]>>();

/** Ports that the program of a service opens in its container; empty where that is not known. */
export function servicePorts(context: ComposeContext, service: ComposeService): readonly number[] {
  // A command of its own may bring a port of its own.
  if (nodeOf(service.map, "command") !== null || nodeOf(service.map, "entrypoint") !== null) return [];
  const image = textOf(service.map, "image") ?? "";
  if (nodeOf(service.map, "build") === null) {
    const port = byImage.find(([name]) => name.test(image))?.[1];
    return port === undefined ? [] : [port];
  }
  const text = dockerfileOf(context, service) ?? "";
  const known = byDockerfile.get(context) ?? new Map<string, readonly number[]>();
  byDockerfile.set(context, known);
  const ports = known.get(text) ?? portsOfDockerfile(text);
  known.set(text, ports);
  return ports;
}

function portsOfDockerfile(text: string): readonly number[] {
  const dockerfile = text.length > MAX_DOCKERFILE ? null : lintContext(text);
  if (dockerfile === null) return [];
  const start = startCommand(dockerfile);
  const port = start === null ? null : (serverOf(dockerfile, start)?.port ?? null);
  return port === null ? (exposedPorts(dockerfile) ?? []) : [port];
}

/** Whether the service shares the machine's network: then localhost is the machine. */
export function isOnHost(service: ComposeService): boolean {
  return textOf(service.map, "network_mode") === "host";
}

/** The service that listens to a port. */
export function serviceAt(context: ComposeContext, port: number): ComposeService | null {
  return context.services.find((service) => servicePorts(context, service).includes(port)) ?? null;
}

/** Whether a health check stands in the service itself. */
export function hasHealthCheck(service: ComposeService): boolean {
  const check = nodeOf(service.map, "healthcheck");
  if (!isMap(check)) return false;
  const test = check.get("test", true) as unknown;
  const disabled = isSeq(test) && isScalar(test.items[0]) && test.items[0].value === "NONE";
  return check.get("disable") !== true && !disabled;
}
