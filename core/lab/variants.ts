import { z } from "zod";

/** What a lab's variant is drawn with where nobody is asked for: the warm cache, `grade` and `course:check`. */
export const COMMON_SEED = "drydock";

/** What a lab draws for each student: one value for each parameter. */
export type Variant = Readonly<Record<string, string | number>>;

/** Words of Go's templates (`docker inspect --format '{{end}}'`) that look like a parameter and are none. */
const templateWords = ["end", "else", "break", "continue"];

const parameterName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, "a name in lower case, with digits and _")
  .refine((name) => !templateWords.includes(name), "a word of Go's templates, which docker's --format uses");

const title = z
  .string()
  .min(2)
  .max(80)
  .optional()
  .describe(
    'What the value is, as the page tells it to the student: "User id". Left out: the page does not tell the value, because finding it is the task.',
  );

const parameter = z.union(
  [
    z
      .strictObject({
        title,
        values: z
          .array(z.union([z.string().min(1).max(500), z.number()]))
          .min(2)
          .max(500)
          .describe("What there is to draw from."),
      })
      .refine(({ values }) => new Set(values.map(String)).size === values.length, {
        path: ["values"],
        message: "the same value stands here twice",
      }),
    z
      .strictObject({
        title,
        from: z.number().int().describe("The smallest whole number that can be drawn."),
        to: z.number().int().describe("The largest."),
      })
      .refine(({ from, to }) => to > from && to - from < 1_000_000, {
        path: ["to"],
        message: "must be larger than from, by less than a million",
      }),
  ],
  { error: 'needs "values", a list to draw from, or "from" and "to", whole numbers' },
);
export type VariantParameter = z.infer<typeof parameter>;

/**
 * `variants` of lab.yaml: what differs from student to student. `{{name}}` stands for the value in the texts of
 * lab.yaml and in the files of starter/, solution/, right/ and wrong/.
 */
export const variantsSchema = z
  .record(parameterName, parameter)
  .refine((parameters) => Object.keys(parameters).length <= 12, "a lab may draw at most 12 values");
export type Variants = z.infer<typeof variantsSchema>;

/** What a student is told of their variant. */
export const taskValue = z.object({ name: z.string(), title: z.string(), value: z.string() });
export type TaskValue = z.infer<typeof taskValue>;

/** How many values a parameter has. */
function countOf(of: VariantParameter): number {
  return "values" in of ? of.values.length : of.to - of.from + 1;
}

function valueAt(of: VariantParameter, index: number): string | number {
  return "values" in of ? (of.values[index] ?? "") : of.from + index;
}

/**
 * Draws a variant. The same seed gives the same values, whatever the order of the parameters; a parameter that is
 * added does not change the others. The seed has to be a secret where the values are to be one.
 */
export function drawVariant(variants: Variants, seed: string): Variant {
  return Object.fromEntries(
    Object.entries(variants).map(([name, of]) => [name, valueAt(of, hash(`${name}\0${seed}`) % countOf(of))]),
  );
}

/** A variant that was drawn before, for the lab as it is now: what the lab has got since is drawn for nobody in particular. */
export function keepVariant(variants: Variants, drawn: Variant): Variant {
  const fresh = drawVariant(variants, COMMON_SEED);
  return Object.fromEntries(Object.entries(fresh).map(([name, value]) => [name, drawn[name] ?? value]));
}

/** A variant that differs from `own` in that one parameter, as a neighbour's may. */
export function neighbourOf(variants: Variants, own: Variant, name: string): Variant {
  const of = variants[name];
  if (of === undefined) return own;
  const count = countOf(of);
  const index = "values" in of ? of.values.indexOf(own[name] ?? "") : Number(own[name]) - of.from;
  return { ...own, [name]: valueAt(of, (index + 1) % count) };
}

/** The values that the page tells, in the order of lab.yaml. */
export function tellTask(variants: Variants, variant: Variant): TaskValue[] {
  return Object.entries(variants).flatMap(([name, { title }]) =>
    title === undefined ? [] : [{ name, title, value: String(variant[name] ?? "") }],
  );
}

/** Wider than the names there can be, so that a name in capitals is told and not passed over. */
const marker = /\{\{([A-Za-z][A-Za-z0-9_-]*)\}\}/g;

export interface UnknownName {
  readonly name: string;
  /** 1-based, within the text. */
  readonly line: number;
}

/** A text with its placeholders filled in, and the names that the lab does not know. */
export function fillText(
  text: string,
  variant: Variant,
): { readonly text: string; readonly unknown: readonly UnknownName[] } {
  const unknown: UnknownName[] = [];
  const filled = text.replace(marker, (whole, name: string, offset: number) => {
    if (Object.hasOwn(variant, name)) return String(variant[name]);
    if (!templateWords.includes(name)) unknown.push({ name, line: text.slice(0, offset).split("\n").length });
    return whole;
  });
  return { text: filled, unknown };
}

/**
 * What YAML gave, with the placeholders in all its texts filled in. A text that is nothing but a placeholder becomes
 * the value itself, so that a number is one.
 */
export function fillValue(value: unknown, variant: Variant): unknown {
  if (typeof value === "string") {
    const [, only] = /^\{\{([a-z][a-z0-9_]*)\}\}$/.exec(value) ?? [];
    if (only !== undefined && Object.hasOwn(variant, only)) return variant[only];
    return fillText(value, variant).text;
  }
  if (Array.isArray(value)) return value.map((item) => fillValue(item, variant));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [fillText(key, variant).text, fillValue(item, variant)]),
  );
}

/** 53 bits of a text (cyrb53, public domain): spreads well, and needs nothing but JavaScript. Not a secret-keeping hash. */
function hash(text: string): number {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & two) + (one >>> 0);
}
