import type { LintFinding } from "../../advice/finding.ts";
import { copySources } from "../copy-sources.ts";
import { copyWords } from "./copy-words.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";

const WHY =
  "Whoever can pull the image can take the file out of this layer, even when a later line deletes it. " +
  "Give it at run time, or to one step with RUN --mount=type=secret.";

/** Whether a file of that name usually holds keys or passwords. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/\.(example|sample|template|dist|pub)$/i.test(name)) return false;
  if (
    /^(id_rsa|id_dsa|id_ecdsa|id_ed25519|\.netrc|\.pypirc|\.git-credentials|\.pgpass|\.htpasswd)$/.test(name)
  )
    return true;
  return (
    /^\.env(\..+)?$|\.env$|\.(key|p12|pfx)$|private.*\.pem$|^kubeconfig$/i.test(name) ||
    /(^|\/)\.(aws|ssh|kube)(\/|$)/.test(path)
  );
}

/** COPY of a file that is known to hold a secret, in any stage. */
export function secretFile(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
      if (copySources(context.dockerfile, stage.index, instruction)[0]?.kind !== "context") continue;
      const source = copyWords(instruction)?.sources.find(isSecretFile);
      if (source === undefined) continue;
      findings.push({
        rule: "secret-file",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, source),
        message: `${source.slice(0, 80)} usually holds a secret, and goes into the image`,
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
