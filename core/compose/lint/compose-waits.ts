import { isScalar, isSeq, type Scalar } from "yaml";
import type { LintFinding, LintFix } from "../../advice/finding.ts";
import {
  type ComposeContext,
  type ComposeService,
  nodeOf,
  rangeOfNode,
  rangeOfOffsets,
  textOf,
} from "./compose-context.ts";
import { hasHealthCheck } from "./service-ports.ts";

const WHY =
  "A list in depends_on waits until the container has been started, not until the program in it answers: the first connection may come too early. " +
  "Give the other service a healthcheck, and wait with condition: service_healthy.";

/** Servers that take seconds before they answer. */
const slow = /(^|\/)(postgres|mysql|mariadb|mongo|rabbitmq|elasticsearch|kafka|minio)(:|@|$)/;

/** A list in depends_on that names a database, or a service with a health check that is not waited for. */
export function composeWaits(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const service of context.services) {
    const list = nodeOf(service.map, "depends_on");
    if (!isSeq(list)) continue;
    const names = list.items.filter(
      (item): item is Scalar<string> => isScalar(item) && typeof item.value === "string",
    );
    const byName = (name: string): ComposeService | undefined =>
      context.services.find((one) => one.name === name);
    const needs = names.find(({ value }) => {
      const other = byName(value);
      return other !== undefined && (hasHealthCheck(other) || slow.test(textOf(other.map, "image") ?? ""));
    });
    if (needs === undefined) continue;
    const healthy = hasHealthCheck(byName(needs.value) ?? service);
    findings.push({
      rule: "compose-waits",
      hadolint: null,
      severity: "warning",
      range: rangeOfNode(context, needs),
      message: healthy
        ? `${service.name} does not wait until ${needs.value} is healthy`
        : `${service.name} does not wait until ${needs.value} answers, and ${needs.value} has no healthcheck`,
      why: WHY,
      fix: healthy
        ? withConditions(context, list.range?.[0] ?? 0, names, (name) =>
            hasHealthCheck(byName(name) ?? service),
          )
        : null,
    });
  }
  return findings;
}

/** The list as a map with a condition for each name. */
function withConditions(
  context: ComposeContext,
  start: number,
  names: readonly Scalar<string>[],
  isHealthy: (name: string) => boolean,
): LintFix | null {
  const { line, col } = context.counter.linePos(start);
  const source = context.text.split(/\r?\n/)[line - 1] ?? "";
  const isFlow = context.text.charAt(start) === "[";
  const close = isFlow ? context.text.indexOf("]", start) + 1 : (names.at(-1)?.range?.[1] ?? 0);
  if (close <= start || names.some(({ value }) => !/^[\w.-]+$/.test(value))) return null;
  const indent = isFlow ? (/^ */.exec(source)?.[0].length ?? 0) + 2 : col - 1;
  const blanks = " ".repeat(indent);
  const entries = names.map(
    ({ value }) =>
      `${value}:\n${blanks}  condition: ${isHealthy(value) ? "service_healthy" : "service_started"}`,
  );
  return {
    title: "Wait until it is healthy",
    edits: [
      {
        range: rangeOfOffsets(context, start, close),
        text: `${isFlow ? `\n${blanks}` : ""}${entries.join(`\n${blanks}`)}`,
      },
    ],
  };
}
