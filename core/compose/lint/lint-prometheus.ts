import { isScalar, type Scalar, visit } from "yaml";
import type { LintFinding, TextFile } from "../../advice/finding.ts";
import { type ComposeContext, composeContext, rangeInScalar } from "./compose-context.ts";
import { WHY_LOCALHOST } from "./compose-localhost.ts";
import { serviceAt, servicePorts } from "./service-ports.ts";

const composeNames = /(^|\/)(docker-)?compose\.ya?ml$/;

const WHY_PORT =
  "Between containers nothing is published: the port is the one that the program opens in its own container. " +
  "Name that one.";

/** The targets of a prometheus.yml that stands beside a Compose file: not localhost, and the program's own port. */
export function lintPrometheus(text: string, files: readonly TextFile[]): LintFinding[] {
  const compose = files.find(({ path }) => composeNames.test(path));
  const context = composeContext("prometheus.yml", text, files);
  if (compose === undefined || context === null || compose.content.length > 100_000) return [];
  const project = composeContext(compose.path, compose.content, files);
  const targets: Scalar<string>[] = [];
  visit(context.document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || pair.key.value !== "targets") return;
      visit(pair.value as never, {
        Scalar(_key, node) {
          if (typeof node.value === "string" && targets.length < 20) targets.push(node as Scalar<string>);
        },
      });
    },
  });
  return targets.flatMap((node) => {
    const match = /^([\w.-]{1,100}):(\d{1,5})$/.exec(node.value);
    const [, host = "", port = ""] = match ?? [];
    if (match === null) return [];
    return /^(localhost|127\.0\.0\.1)$/.test(host)
      ? judgeLocalhost(context, project, node, host, port)
      : judgePort(context, project, node, host, port);
  });
}

function judgeLocalhost(
  context: ComposeContext,
  project: ComposeContext | null,
  node: Scalar<string>,
  host: string,
  port: string,
): LintFinding[] {
  // Prometheus may well look at itself.
  if (port === "9090") return [];
  const place = rangeInScalar(context, node, host);
  const meant = project === null ? null : (serviceAt(project, Number(port))?.name ?? null);
  return [
    {
      rule: "compose-localhost",
      hadolint: null,
      severity: "error",
      range: place.range,
      message: `${node.value} is Prometheus's own container`,
      why: WHY_LOCALHOST,
      fix:
        meant === null || !place.exact
          ? null
          : { title: `Use ${meant}`, edits: [{ range: place.range, text: meant }] },
    },
  ];
}

function judgePort(
  context: ComposeContext,
  project: ComposeContext | null,
  node: Scalar<string>,
  host: string,
  port: string,
): LintFinding[] {
  const service = project?.services.find(({ name }) => name === host);
  const listens = project === null || service === undefined ? [] : servicePorts(project, service);
  const [right] = listens;
  if (right === undefined || listens.includes(Number(port))) return [];
  const place = rangeInScalar(context, node, `${host}:${port}`);
  return [
    {
      rule: "compose-ports",
      hadolint: null,
      severity: "error",
      range: place.range,
      message: `${host} listens to ${listens.join(", ")}, not to ${port}`,
      why: WHY_PORT,
      fix:
        listens.length === 1 && place.exact
          ? { title: `Write ${host}:${right}`, edits: [{ range: place.range, text: `${host}:${right}` }] }
          : null,
    },
  ];
}
