import type { AttackResult } from "../attack.ts";
import type { Wall } from "./wall.ts";

/** What became of one wall when it was taken down. */
export interface Proof {
  readonly id: string;
  readonly what: string;
  /** `seen`: every attack that must see it got through. `unseen`: it was down, and one of them did not. */
  readonly status: "seen" | "unseen" | "absent" | "untried";
  /** By attack: what it saw, or why it saw nothing. */
  readonly attacks: readonly { readonly id: string; readonly saw: boolean; readonly evidence: string }[];
  readonly evidence: string;
  readonly durationMs: number;
}

type Outcome = readonly AttackResult[] | { readonly skipped: string } | { readonly fault: unknown };

export function judgeProof(wall: Wall, outcome: Outcome, durationMs: number): Proof {
  const base = { id: wall.id, what: wall.what, durationMs: Math.round(durationMs) };
  if (!isResults(outcome)) {
    const evidence =
      "skipped" in outcome
        ? outcome.skipped
        : outcome.fault instanceof Error
          ? outcome.fault.message
          : String(outcome.fault);
    return { ...base, status: "untried", attacks: [], evidence: evidence.replace(/\p{Cc}+/gu, " ") };
  }
  const of = (id: string) => outcome.find((result) => result.id === id);
  const told = wall.seenBy.map((id) => ({
    id,
    saw: of(id)?.status === "through",
    evidence: of(id)?.evidence ?? "it did not run",
  }));
  const statuses = wall.seenBy.map((id) => of(id)?.status ?? "untried");
  const status = statuses.every((one) => one === "through")
    ? "seen"
    : statuses.includes("contained")
      ? "unseen"
      : statuses.every((one) => one === "through" || one === "absent")
        ? "absent"
        : "untried";
  return { ...base, status, attacks: told, evidence: "" };
}

const isResults = (outcome: Outcome): outcome is readonly AttackResult[] => Array.isArray(outcome);

/** 0: every wall was seen to be down, but for what this machine does not have. 1: one was down and not seen. 2: the rest. */
export function proofExitCode(proofs: readonly Proof[]): 0 | 1 | 2 {
  if (proofs.some(({ status }) => status === "unseen")) return 1;
  const seen = proofs.some(({ status }) => status === "seen");
  return seen && proofs.every(({ status }) => status === "seen" || status === "absent") ? 0 : 2;
}

const SIGNS = { seen: "ok  ", unseen: "FAIL", absent: "none", untried: "????" } as const;

export function printProof(proof: Proof): string {
  const head = `${SIGNS[proof.status]} ${proof.id} (${(proof.durationMs / 1000).toFixed(1)} s) without: ${proof.what}`;
  const lines = proof.attacks.map(
    ({ id, saw, evidence }) => `     ${saw ? "seen by" : "NOT seen by"} ${id}: ${evidence.slice(0, 300)}`,
  );
  return [head, ...(proof.evidence === "" ? [] : [`     ${proof.evidence.slice(0, 600)}`]), ...lines].join(
    "\n",
  );
}

export function printProofs(proofs: readonly Proof[]): string {
  const count = (status: Proof["status"]) => proofs.filter((one) => one.status === status).length;
  return (
    `${proofs.length} walls taken down: ${count("seen")} seen by their attacks, ${count("unseen")} not seen, ` +
    `${count("absent")} not on this machine, ${count("untried")} could not be tried`
  );
}
