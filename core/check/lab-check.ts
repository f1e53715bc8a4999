import { z } from "zod";
import type { Phase } from "./check-kind.ts";
import * as kinds from "./kinds.ts";

type AnyKind = (typeof kinds)[keyof typeof kinds];
type AnySchema = AnyKind["schema"];

const nameOf = (schema: AnySchema): string => schema.shape.kind.value;
// Each bundler has its own order for what a module exports; documents and messages have this one.
const schemas = Object.values(kinds)
  .map(({ schema }): AnySchema => schema)
  .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

/** One check of a lab, of whatever kind. */
export const labCheck = z.discriminatedUnion("kind", schemas as unknown as [AnySchema, ...AnySchema[]], {
  error: `needs a "kind", one of ${schemas.map(nameOf).join(", ")}`,
});
export type LabCheck = z.infer<AnySchema>;

/** "multi-stage" */
export type KindName = LabCheck["kind"];
export type CheckOf<Name extends KindName> = Extract<LabCheck, { kind: Name }>;

type KindOf<Name extends KindName> = {
  [Key in keyof typeof kinds]: Name extends z.infer<(typeof kinds)[Key]["schema"]>["kind"]
    ? (typeof kinds)[Key]
    : never;
}[keyof typeof kinds];
/** What the judge of a kind is given besides the check. */
export type FactsOf<Name extends KindName> = Parameters<KindOf<Name>["judge"]>[1];
export type PhaseOf<Name extends KindName> = KindOf<Name>["phase"];

const byName = new Map(Object.values(kinds).map((kind) => [nameOf(kind.schema), kind] as const));

/** Everything that is known of a kind of check. */
export function kindOf<Name extends KindName>(name: Name): KindOf<Name> {
  const kind = byName.get(name);
  if (kind === undefined) throw new Error(`there is no kind of check "${name}"`);
  return kind as KindOf<Name>;
}

export const phaseOf = ({ kind }: { readonly kind: KindName }): Phase => kindOf(kind).phase;

/** A check that judges what the files build; the others look at what a student's commands have left elsewhere. */
export function needsBuild(check: { readonly kind: KindName }): boolean {
  const phase = phaseOf(check);
  return phase !== "seat" && phase !== "registry";
}

/** Checks that look at the student's seat and at nothing else: that takes a second and no grading seat. */
export function isSeatOnly(checks: readonly { readonly kind: KindName }[]): boolean {
  return checks.every((check) => phaseOf(check) === "seat");
}
