import { z } from "zod";
import { checkBase } from "./check-base.ts";
import type { CheckResult } from "./result.ts";

/**
 * What a check is judged by, in the order in which a Check comes to it: the student's own seat, the class registry,
 * what the files say, the image, further builds, a running container, a stack of containers.
 */
export type Phase = "seat" | "registry" | "file" | "image" | "build" | "run" | "stack";

/**
 * The schema of one kind of check: what every check has, and the fields of its own.
 * @param summary one sentence for authors on what the kind asks for; docs/checks.md shows it
 */
export function checkSchema<Name extends string, Fields extends z.ZodRawShape>(
  name: Name,
  summary: string,
  fields: Fields,
) {
  return z.strictObject({ kind: z.literal(name).describe(summary), ...checkBase, ...fields });
}

/** Everything about one kind of check but how its facts are collected. */
export interface CheckKind<Schema extends z.ZodType<{ readonly kind: string }>, Facts, In extends Phase> {
  readonly schema: Schema;
  readonly phase: In;
  /** Whether a lab with such a check must name an image. */
  readonly needsImage: boolean;
  /** A pure function from the facts to the result. */
  readonly judge: (check: z.infer<Schema>, facts: Facts) => CheckResult;
  /** A check of this kind as it stands in lab.yaml, for docs/checks.md. */
  readonly example: string;
}

/** Names a kind of check. Whatever is missing does not compile. */
export const checkKind = <Schema extends z.ZodType<{ readonly kind: string }>, Facts, const In extends Phase>(
  kind: CheckKind<Schema, Facts, In>,
): CheckKind<Schema, Facts, In> => kind;
