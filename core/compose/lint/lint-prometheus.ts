import { isScalar, visit, type Scalar } from "yaml";
import type { LintFinding, TextFile } from "../../advice/finding.ts";
import { composeContext, rangeInScalar } from "./compose-context.ts";
import { whyLocalhost } from "./compose-localhost.ts";
import { serviceAt } from "./service-ports.ts";

const composeNames = /(^|\/)(docker-)?compose\.ya?ml$/;

/** localhost among the targets of a prometheus.yml that stands beside a Compose file. */
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
  return targets.flatMap((node): LintFinding[] => {
    const match = /^(localhost|127\.0\.0\.1):(\d{1,5})$/.exec(node.value);
    // Prometheus may well look at itself.
    if (match === null || match[2] === "9090") return [];
    const [, host = "", port = ""] = match;
    const place = rangeInScalar(context, node, host);
    const meant = project === null ? null : (serviceAt(project, Number(port))?.name ?? null);
    return [
      {
        rule: "compose-localhost",
        hadolint: null,
        severity: "error",
        range: place.range,
        message: `${node.value} is Prometheus's own container`,
        why: whyLocalhost,
        fix:
          meant === null || !place.exact
            ? null
            : { title: `Use ${meant}`, edits: [{ range: place.range, text: meant }] },
      },
    ];
  });
}
