import { z } from "zod";
import { slug } from "../lab/lab-id.ts";

/** A component that the text of a lesson may use. */
export interface LessonElement {
  /** What it is for, one sentence. */
  readonly says: string;
  /** Its properties and the shape of their data. What stands between its tags is none of them. */
  readonly props: z.ZodObject;
  /** False: it says what it has to say by its properties alone. */
  readonly children: boolean;
}

const words = z.string().trim().min(1);
const caption = words.describe("What the picture shows, in a sentence; it stands below it.");
/** What React shows: text, or a piece of MDX in braces. */
const prose = z
  .unknown()
  .refine(
    (value) => value !== undefined && value !== null && typeof value !== "function",
    "text, or MDX in <>...</>",
  );
const wholeNumber = z.union([z.int().positive(), z.string().regex(/^[1-9]\d*$/, "a number such as {1}")]);
const port = z.int().min(1).max(65_535);

/**
 * Every component of components/lesson/lesson-components.tsx by the name that MDX uses (a test holds the two
 * together), for the linter and the documentation.
 */
export const lessonElements: Readonly<Record<string, LessonElement>> = {
  Note: {
    says: "A remark beside the text.",
    props: z.strictObject({
      kind: z.enum(["info", "careful"]).optional().describe("careful: what can go wrong."),
      title: words.optional().describe("A few words that stand above it."),
    }),
    children: true,
  },
  Requirement: {
    says: "A requirement that a check tests, with the number of the check.",
    props: z.strictObject({
      n: wholeNumber.describe("Its number: n={1}."),
      title: words.describe("What is asked, in a few words."),
    }),
    children: true,
  },
  Figure: { says: "A picture with its caption.", props: z.strictObject({ caption }), children: true },
  Terms: {
    says: "Words and their meanings, as items or as a list in its text.",
    props: z.strictObject({
      items: z
        .array(
          z.strictObject({
            term: words.describe("The word."),
            meaning: prose.describe("What it means, as text or MDX in <>...</>."),
          }),
        )
        .optional()
        .describe("Left out: the list between the tags."),
    }),
    children: true,
  },
  Quiz: {
    says: "A question. It contains 2 to 8 Options, and one of them is right.",
    props: z.strictObject({
      id: slug.describe("Unique in the lesson; answers are kept by it."),
      question: words.describe("As plain text; `backticks` mean code."),
    }),
    children: true,
  },
  Option: {
    says: "One answer in a Quiz. It explains why it is right or wrong.",
    props: z.strictObject({
      why: words.describe("Why it is right, or what speaks against it; `backticks` mean code."),
      right: z.boolean().optional().describe("Stands alone, at the one that is right."),
    }),
    children: true,
  },
  LayerStack: {
    says: "The layers of an image, the lowest first.",
    props: z.strictObject({
      caption,
      layers: z
        .array(
          z.strictObject({
            name: words.describe("The instruction, or what it brings."),
            megabytes: z.number().nonnegative().describe("Its size."),
            kind: z.enum(["base", "own", "waste"]).describe("waste: what the image can do without."),
            note: words.optional().describe("A few words beside it."),
          }),
        )
        .describe("The lowest first."),
    }),
    children: false,
  },
  StageMap: {
    says: "The stages of a build, and what the last one copies from them.",
    props: z.strictObject({
      caption,
      stages: z
        .array(
          z.strictObject({
            name: words.describe("As FROM ... AS names it."),
            steps: z.array(words).describe("Instructions, one each."),
            gives: words.describe("What the last stage copies from it."),
            weight: words.describe("Its size in words: 1.2 GB."),
          }),
        )
        .min(1)
        .describe("All but the last."),
      last: z
        .strictObject({
          name: words.describe("Its name."),
          steps: z.array(words).describe("Instructions, one each."),
          weight: words.describe("Its size in words: 130 MB."),
        })
        .describe("The stage that becomes the image."),
    }),
    children: false,
  },
  CacheLadder: {
    says: "Two orders of the same instructions, and what each repeats after an edit.",
    props: z.strictObject({
      caption,
      orders: z
        .array(
          z.strictObject({
            name: words.describe("What the order is called."),
            steps: z
              .array(
                z.strictObject({
                  text: words.describe("The instruction."),
                  fate: z
                    .enum(["cached", "changed", "again"])
                    .describe("What a build after the edit does with it."),
                }),
              )
              .min(1)
              .describe("In their order."),
          }),
        )
        .min(1)
        .describe("Beside each other."),
    }),
    children: false,
  },
  TimeBars: {
    says: "Durations, to compare them.",
    props: z.strictObject({
      caption,
      rows: z
        .array(
          z.strictObject({
            name: words.describe("What takes so long."),
            seconds: z.number().nonnegative().describe("How long."),
            kind: z.enum(["own", "waste"]).optional().describe("waste: what can be saved."),
            note: words.optional().describe("A few words beside it."),
          }),
        )
        .min(1)
        .describe("From above to below."),
    }),
    children: false,
  },
  TwoSides: {
    says: "Two computers or two parts of one, what each needs, and what connects them.",
    props: z.strictObject({
      caption,
      upper: z
        .strictObject({
          name: words.describe("Its name."),
          parts: z.array(words).describe("What lies there, one line each."),
        })
        .describe("The one above."),
      bridge: words.describe("What leads from one to the other, and when."),
      lower: z
        .strictObject({
          name: words.describe("Its name."),
          parts: z.array(words).describe("What lies there, one line each."),
        })
        .describe("The one below."),
    }),
    children: false,
  },
  NetworkMap: {
    says: "The services of a Compose file in their network.",
    props: z.strictObject({
      caption,
      services: z
        .array(
          z.strictObject({
            name: words.describe("Its name in the network."),
            image: words.describe("What it runs."),
            port: port.describe("Port that it listens at in its container."),
            outside: port.optional().describe("Port of the machine that leads to it; left out: none does."),
            asks: words.optional().describe("Whom it calls, as it writes it: db:5432."),
            waitsFor: words.optional().describe("Name of the service that it waits for."),
            volume: z
              .strictObject({ name: words.describe("Its name."), at: words.describe("Where it is mounted.") })
              .optional()
              .describe("A volume that it keeps its data in."),
          }),
        )
        .min(1)
        .describe("From left to right."),
    }),
    children: false,
  },
  CaseNotes: {
    says: "The explanation of a case in the clinic. It appears when the student asks for it.",
    props: z.strictObject({ of: words.describe("Which patient.") }),
    children: true,
  },
};

/** Properties that a component cannot do without, and those that it can, by their names. */
export function propertiesOf({ props }: LessonElement): {
  readonly needs: readonly string[];
  readonly takes: readonly string[];
} {
  const names = Object.keys(props.shape);
  const isOptional = (name: string) =>
    (props.shape[name] as z.ZodType | undefined)?.safeParse(undefined).success === true;
  return { needs: names.filter((name) => !isOptional(name)), takes: names.filter(isOptional) };
}
