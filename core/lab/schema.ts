import { z } from "zod";
import { kindOf, labCheck } from "../check/lab-check.ts";
import { buildSecret } from "./build-secret.ts";
import { labStep } from "./step.ts";
import { variantsSchema } from "./variants.ts";

export const labSchema = z
  .strictObject({
    title: z.string().min(3).describe("Name of the lab."),
    summary: z.string().min(10).describe("One sentence on what the student makes."),
    minutes: z.number().int().positive().describe("How long it takes a beginner."),
    image: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._/-]*:[a-zA-Z0-9._-]+$/)
      .optional()
      .describe(
        "Name of the image that a build makes. Without it there are no buttons Build and Run, only the terminal, and all checks must be of the kinds seat-state, pushed or compose-...",
      ),
    port: z
      .number()
      .int()
      .min(1)
      .max(65535)
      .default(8000)
      .describe("Port that the app listens to in its container."),
    open: z.string().describe("File that the editor opens first."),
    warm: z
      .boolean()
      .optional()
      .describe(
        "false: the starter is not built in advance into the seat that all others are copied from. For starters that are large or slow on purpose.",
      ),
    advice: z
      .boolean()
      .default(true)
      .describe(
        "false: the editor and the report give no advice. For labs in which students look for the mistakes themselves.",
      ),
    editable: z
      .array(z.string())
      .min(1)
      .describe("Files that the student may change or add. Everything else in starter/ is read-only."),
    requests: z
      .array(
        z.strictObject({
          title: z.string(),
          method: z.enum(["GET", "POST"]),
          path: z.string().startsWith("/"),
          body: z.json().optional(),
        }),
      )
      .default([])
      .describe("Requests offered in the request panel."),
    variants: variantsSchema
      .optional()
      .describe(
        "Values that differ from student to student. {{name}} is replaced by the value, here and in the lab's files.",
      ),
    secrets: z
      .array(buildSecret)
      .max(4)
      .default([])
      .describe("Secrets that Build and Check give to the build, as docker build --secret does."),
    checks: z
      .array(labCheck)
      .default([])
      .describe("What is graded, in this order. A lab that has steps may do without."),
    steps: z
      .array(labStep)
      .max(40)
      .default([])
      .describe("Steps that the student marks as done. They give no points."),
  })
  .superRefine(({ checks, steps }, context) => {
    if (checks.length === 0 && steps.length === 0) {
      const message =
        "has nothing in it: name what is graded, or give the lab steps that a student ticks off";
      context.addIssue({ code: "custom", path: ["checks"], message });
    }
    steps.forEach(({ id }, index) => {
      if (steps.findIndex((one) => one.id === id) === index) return;
      const message = `two steps have the id ${id}`;
      context.addIssue({ code: "custom", path: ["steps", index, "id"], message });
    });
  })
  .superRefine(({ checks, secrets }, context) => {
    checks.forEach((check, index) => {
      if (check.kind !== "secret-kept" || secrets.some(({ id }) => id === check.secret)) return;
      const message = `the lab has no secret ${check.secret}: name it in "secrets"`;
      context.addIssue({ code: "custom", path: ["checks", index, "secret"], message });
    });
  })
  .superRefine((lab, context) => {
    if (lab.image !== undefined) return;
    lab.checks.forEach((check, index) => {
      if (!kindOf(check.kind).needsImage) return;
      const message = `needs an image to judge: give the lab an "image", or make it a check of the kind seat-state, pushed or compose-...`;
      context.addIssue({ code: "custom", path: ["checks", index, "kind"], message });
    });
    if (lab.requests.length > 0) {
      const message = 'are sent to the container of Run: give the lab an "image"';
      context.addIssue({ code: "custom", path: ["requests"], message });
    }
  });
export type Lab = z.infer<typeof labSchema>;
