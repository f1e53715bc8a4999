import { z } from "zod";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

const tagName = z.string().regex(/^\w[\w.-]{0,127}$/, "a tag: letters, digits, _ . and -");
/** A label that must be there, whatever it says. */
const ANYTHING = "*";

export const pushedCheck = checkSchema(
  "pushed",
  "The student has pushed certain images to the class registry. The check asks the registry from a seat that no student has touched, so its result is a proof.",
  {
    repository: z
      .string()
      .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, "small letters and digits, with . _ or - between them")
      .max(80)
      .describe("Name behind the student's: digit-reader for registry:5000/ada/digit-reader."),
    tags: z
      .array(
        z.strictObject({
          tag: tagName.describe("Must be there."),
          sameAs: tagName.optional().describe("Another tag that must lead to the same digest."),
          differsFrom: tagName.optional().describe("Another tag that must lead to another digest."),
          labels: z
            .record(z.string().max(200), z.string().min(1).max(500))
            .optional()
            .describe("Labels that the image must have, in its configuration; * stands for any text."),
        }),
      )
      .min(1)
      .max(8)
      .describe("All of it must be so."),
  },
);
export type PushedCheck = z.infer<typeof pushedCheck>;

export type PushedFacts =
  /** `reason`: in words for the student. */
  | { readonly status: "unknown"; readonly reason: string }
  | {
      readonly status: "known";
      /** "registry:5000/ada/digit-reader" */
      readonly address: string;
      readonly tags: ReadonlyMap<string, PushedTag>;
    };

export interface PushedTag {
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Finding {
  readonly evidence: Evidence;
  /** Null when it is as asked. */
  readonly hint: string | null;
}

/** Holds what the registry has against what a lab asks for. */
export function judgePushed(check: PushedCheck, facts: PushedFacts): CheckResult {
  if (facts.status === "unknown") {
    const evidence = [evidenceOf("the class registry", facts.reason, false)];
    return { ...decide(check, evidence, { text: facts.reason }), file: null };
  }
  const findings = check.tags.flatMap((asked) => find(asked, facts.address, facts.tags));
  const hint = findings.find((one) => one.hint !== null)?.hint ?? null;
  const evidence = findings.map((one) => one.evidence);
  return { ...decide(check, evidence, hint === null ? null : { text: hint }), file: null };
}

const short = (digest: string): string => digest.slice(0, "sha256:".length + 12);

function find(
  { tag, sameAs, differsFrom, labels = {} }: PushedCheck["tags"][number],
  address: string,
  tags: ReadonlyMap<string, PushedTag>,
): Finding[] {
  const name = `${address}:${tag}`;
  const own = tags.get(tag);
  if (own === undefined) {
    const there = [...tags.keys()].slice(0, 8).join(", ");
    const hint =
      tags.size === 0
        ? `Nothing was pushed to ${address} yet. docker tag gives an image this name, docker push sends it.`
        : `The registry has no ${name}. Of this repository it has: ${there}.`;
    return [{ evidence: evidenceOf(name, "not there", false), hint }];
  }
  const findings: Finding[] = [{ evidence: evidenceOf(name, short(own.digest), true), hint: null }];
  for (const [other, mustBeSame] of [
    [sameAs, true],
    [differsFrom, false],
  ] as const) {
    if (other === undefined) continue;
    const found = tags.get(other);
    const ok = found !== undefined && (found.digest === own.digest) === mustBeSame;
    const asked = `${address}:${other}, ${mustBeSame ? "the same" : "another"} image`;
    const told = mustBeSame
      ? `${tag} and ${other} have to lead to one digest: two names of one image, both pushed.`
      : `${tag} and ${other} lead to the same digest. One of the two tags was to stay where it was.`;
    findings.push({
      evidence: evidenceOf(asked, found === undefined ? "not there" : short(found.digest), ok),
      hint: ok ? null : found === undefined ? `The registry has no ${address}:${other}.` : told,
    });
  }
  for (const [label, value] of Object.entries(labels)) {
    const found = Object.hasOwn(own.labels, label) ? (own.labels[label] ?? "").trim() : "";
    const ok = value === ANYTHING ? found !== "" : found === value;
    findings.push({
      evidence: evidenceOf(`label ${label} of ${tag}`, found === "" ? "not set" : found, ok),
      hint: ok
        ? null
        : `The image behind ${name} ${found === "" ? `has no label ${label}` : `says "${found.slice(0, 100)}" in ${label}`}. Labels are set while it is built: build again, and push again.`,
    });
  }
  return findings;
}

export const pushed = checkKind({
  schema: pushedCheck,
  phase: "registry",
  needsImage: false,
  judge: judgePushed,
  example: `- id: pushed
  kind: pushed
  title: Two releases are in the class registry
  points: 20
  repository: digit-reader
  tags:
    - { tag: "1.0" }
    - { tag: "1.1", differsFrom: "1.0" }`,
});
