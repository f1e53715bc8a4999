import type { EvidenceSource } from "./evidence-source.ts";
import { type KindName, phaseOf } from "./lab-check.ts";

/** "both" as soon as some checks look at the student's seat and others do not; the registry counts only without files. */
export function evidenceSourceOf(checks: readonly { readonly kind: KindName }[]): EvidenceSource {
  const phases = checks.map(phaseOf);
  const own = phases.filter((phase) => phase === "seat").length;
  const pushed = phases.filter((phase) => phase === "registry").length;
  if (pushed > 0 && pushed + own === checks.length) return "registry";
  return own === 0 ? "fresh" : own === checks.length ? "own" : "both";
}
