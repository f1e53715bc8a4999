import { z } from "zod";
import { checkBase } from "../check/check-base.ts";
import { answersCheck } from "../check/judge-answers.ts";
import { composeFileCheck } from "../check/judge-compose-file.ts";
import { composeKeepsCheck } from "../check/judge-compose-keeps.ts";
import { composeOutageCheck } from "../check/judge-compose-outage.ts";
import { composeReachCheck } from "../check/judge-compose-reach.ts";
import { composeWaitsCheck } from "../check/judge-compose-waits.ts";
import { composeGpuCheck } from "../check/judge-compose-gpu.ts";
import { gpuStageCheck } from "../check/judge-gpu-stage.ts";
import { gpuReservationCheck } from "../check/judge-gpu-reservation.ts";
import { imageConfigCheck } from "../check/judge-image-config.ts";
import { notInImageCheck } from "../check/judge-not-in-image.ts";
import { noWasteCheck } from "../check/judge-no-waste.ts";
import { pushedCheck } from "../check/judge-pushed.ts";
import { rebuildCheck } from "../check/judge-rebuild.ts";
import { secretKeptCheck } from "../check/judge-secret-kept.ts";
import { shareOfStarterCheck } from "../check/judge-share-of-starter.ts";
import { stopsCheck } from "../check/judge-stops.ts";
import { buildSecret } from "./build-secret.ts";
import { labStep } from "./step.ts";
import { variantsSchema } from "./variants.ts";
import { seatExpectation } from "./seat-expectation.ts";

const prediction = z.strictObject({
  path: z.string().startsWith("/").describe("Path of the request."),
  body: z.json().describe("JSON body of the POST."),
  expect: z.json().describe("JSON that the answer must contain; numbers within the tolerance."),
  tolerance: z
    .number()
    .nonnegative()
    .default(0.000001)
    .describe("Largest allowed difference between numbers."),
});

const checkKinds = [
  z.strictObject({
    kind: z.literal("multi-stage").describe("A stage whose tools do not reach the final image."),
    ...checkBase,
    packages: z
      .array(z.string())
      .min(1)
      .describe("Python distributions that must arrive by COPY --from, not by an install in the last stage."),
    tools: z.array(z.string()).min(1).describe("Programs that must not be in the final image."),
  }),
  z.strictObject({
    kind: z.literal("small-and-works").describe("Under a size, and it still answers correctly."),
    ...checkBase,
    maxBytes: z
      .number()
      .int()
      .positive()
      .describe("Largest allowed sum of unpacked layer bytes; 500 MB is 500000000."),
    predictions: z.array(prediction).min(1).describe("Held-out requests that must be answered rightly."),
  }),
  z.strictObject({
    kind: z.literal("non-root").describe("The configured user and the uid that really runs are not root."),
    ...checkBase,
    uid: z
      .number()
      .int()
      .min(1)
      .max(65534)
      .optional()
      .describe("The very uid that both must be; without it, any but 0."),
  }),
  z.strictObject({
    kind: z
      .literal("health-reacts")
      .describe("Healthy in time, unhealthy when frozen or broken, healthy again."),
    ...checkBase,
    healthyWithinSeconds: z.number().positive().describe("Budget from start to healthy."),
    unhealthyWithinSeconds: z
      .number()
      .positive()
      .describe("Budget from freezing the app to unhealthy, with the grader's short interval."),
    broken: z
      .strictObject({
        environment: z
          .record(z.string(), z.string())
          .describe("Environment that makes the app answer its health path with an error."),
      })
      .optional()
      .describe("A second container in which the app runs but is broken."),
  }),
  z.strictObject({
    kind: z
      .literal("compose-scrapes")
      .describe("compose.yaml brings up the API and Prometheus, which scrapes it."),
    ...checkBase,
    counter: z.string().describe("Prometheus counter that each request raises by one."),
    request: z
      .strictObject({ path: z.string().startsWith("/"), body: z.json() })
      .describe("Request that raises the counter."),
    requests: z.number().int().positive().default(7).describe("How many are sent."),
    prometheusImage: z
      .string()
      .describe("Image name that stands for Prometheus; always run as our own copy."),
    upWithinSeconds: z
      .number()
      .positive()
      .describe("Budget for all services to be up and the target scraped."),
  }),
  composeFileCheck,
  composeWaitsCheck,
  composeReachCheck,
  composeOutageCheck,
  composeKeepsCheck,
  gpuReservationCheck,
  answersCheck,
  imageConfigCheck,
  stopsCheck,
  rebuildCheck,
  shareOfStarterCheck,
  noWasteCheck,
  notInImageCheck,
  secretKeptCheck,
  pushedCheck,
  gpuStageCheck,
  composeGpuCheck,
  z.strictObject({
    kind: z
      .literal("seat-state")
      .describe(
        "The state of the student's own seat, as its engine tells it: a claim, marked as such, and no proof.",
      ),
    ...checkBase,
    expect: z.array(seatExpectation).min(1).max(12).describe("All of it must be so."),
    hint: z
      .string()
      .max(500)
      .optional()
      .describe("What to do when it is not so; without it, the first thing that is wrong is named."),
  }),
] as const;

export const labCheck = z.discriminatedUnion("kind", checkKinds, {
  error: `needs a "kind", one of ${checkKinds.map(({ shape }) => shape.kind.value).join(", ")}`,
});
export type LabCheck = z.infer<typeof labCheck>;
/** Judged by what the student's own seat says. */
export type SeatStateCheck = Extract<LabCheck, { kind: "seat-state" }>;

/** Checks that judge a stack as a whole: compose builds what it needs by itself. */
const STACK_KINDS: ReadonlySet<LabCheck["kind"]> = new Set([
  "compose-file",
  "compose-waits",
  "compose-reach",
  "compose-scrapes",
  "compose-outage",
  "compose-keeps",
]);

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
        "Name that a build gives the image. Left out: nothing to build or run by a button, only the terminal; then every check looks at a seat, the class registry or a stack (seat-state, pushed, compose-...).",
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
        "false: the starter is not built beforehand into the seat that all others are cloned from. For one that is large or slow on purpose.",
      ),
    advice: z
      .boolean()
      .default(true)
      .describe(
        "false: neither the editor nor the image report says what the rules find. For a lab whose faults are there to be found.",
      ),
    editable: z
      .array(z.string())
      .min(1)
      .describe("Files the student may change or add; everything else in starter/ is read-only."),
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
        "What differs from student to student: named values, drawn for each of them, that {{name}} stands for here and in the lab's files.",
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
      .describe("What nobody judges: the student ticks each step off. Never points."),
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
      if (!needsBuild(check) || STACK_KINDS.has(check.kind)) return;
      const message = `needs an image to judge: give the lab an "image", or make it a check of the kind seat-state, pushed or compose-...`;
      context.addIssue({ code: "custom", path: ["checks", index, "kind"], message });
    });
    if (lab.requests.length > 0) {
      const message = 'are sent to the container of Run: give the lab an "image"';
      context.addIssue({ code: "custom", path: ["requests"], message });
    }
  });
export type Lab = z.infer<typeof labSchema>;

/** A check that judges what the files build; the others look at what a student's commands have left elsewhere. */
export function needsBuild({ kind }: Pick<LabCheck, "kind">): boolean {
  return kind !== "seat-state" && kind !== "pushed";
}

/** A lab whose Check looks at the student's seat and at nothing else: it takes a second and no grading seat. */
export function isSeatOnly(lab: Pick<Lab, "checks">): boolean {
  return lab.checks.every(({ kind }) => kind === "seat-state");
}
