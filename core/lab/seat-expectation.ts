import { z } from "zod";

/** Names as Docker takes them; also what keeps an author's slip out of paths of the engine's API. */
const name = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/, "letters, digits, _ . and -, beginning with a letter or digit");
const imageName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._:/-]{0,199}$/,
    "a name as docker build -t takes it, in small letters: taster, taster:1, localhost:5000/taster:1",
  );
const thereOrGone = z.enum(["there", "gone"]).default("there");
/** Below a volume's or a lab's folder: no way out of it, so that a name says where a file is. */
const relativePath = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\u0000-\u001f]+$/, 'a relative path without "." and ".."');
const text = z.string().min(1).max(500);

/** What a container can do without. */
const hardening = z.enum(["numeric-user", "read-only", "no-capabilities", "no-new-privileges"]);
export type Hardening = z.infer<typeof hardening>;

/** Only these fields may come with `is: gone`: what is not there has no other properties. */
function nothingElseWhenGone(fields: readonly string[]) {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    if (value["is"] !== "gone") return;
    for (const field of fields) {
      if (value[field] === undefined) continue;
      context.addIssue({ code: "custom", path: [field], message: "has no meaning together with is: gone" });
    }
  };
}

/**
 * One thing that the state of a student's seat must have: what is looked at, and how it has to be. Everything is
 * read from the student's own seat, so what is found is that seat's claim and no proof.
 */
export const seatExpectation = z.discriminatedUnion(
  "what",
  [
    z
      .strictObject({
        what: z.literal("image").describe("A name of an image."),
        name: imageName.describe("taster:1; without a tag it is :latest, as in Docker."),
        is: thereOrGone,
        sameAs: imageName.optional().describe("Another name that must be a name of the same image."),
        labels: z
          .record(z.string().max(200), text)
          .optional()
          .describe("Labels that the image must have: says which Dockerfile it was built from."),
      })
      .superRefine(nothingElseWhenGone(["sameAs", "labels"])),
    z
      .strictObject({
        what: z.literal("container").describe("A container by its name."),
        name,
        is: z
          .enum(["running", "stopped", "gone"])
          .default("running")
          .describe("stopped: it is still there (docker ps -a) and does not run."),
        image: imageName.optional().describe("Name that it must have been started from."),
        exitCode: z.int().min(0).max(255).optional().describe("Exit code of one that is stopped."),
        publishes: z
          .int()
          .min(1)
          .max(65_535)
          .optional()
          .describe("Port of the seat that must lead to it, from docker run -p."),
        hardened: z
          .array(hardening)
          .min(1)
          .optional()
          .describe("What docker run has taken from it, and its user as a number."),
        pinnedTo: z
          .string()
          .regex(/^[a-z0-9][a-z0-9._/-]{0,99}$/)
          .optional()
          .describe(
            "Repository below the student's own name in the class registry: it must have been started from there by its digest, and the image has no other name in the seat.",
          ),
      })
      .superRefine(nothingElseWhenGone(["image", "exitCode", "publishes", "hardened", "pinnedTo"]))
      .superRefine((value, context) => {
        if (value.exitCode !== undefined && value.is !== "stopped") {
          context.addIssue({ code: "custom", path: ["exitCode"], message: "only with is: stopped" });
        }
        if (value.publishes !== undefined && value.is !== "running") {
          context.addIssue({ code: "custom", path: ["publishes"], message: "only with is: running" });
        }
      }),
    z.strictObject({
      what: z.literal("containers").describe("All containers, running or not."),
      only: z
        .array(name)
        .default([])
        .describe("Names that may be left; empty: no container is left. They need not be there."),
    }),
    z.strictObject({
      what: z.literal("dangling").describe("Images without a name, which rebuilds and removed names leave."),
      is: z.literal("gone").default("gone"),
    }),
    z.strictObject({
      what: z.literal("port").describe("What curl localhost:<port> in the terminal gets."),
      port: z.int().min(1).max(65_535),
      path: z.string().startsWith("/").max(500).default("/"),
      status: z.int().min(100).max(599).default(200),
      contains: text.optional().describe("Text that must be in the answer."),
    }),
    z.strictObject({ what: z.literal("volume").describe("A named volume."), name, is: thereOrGone }),
    z
      .strictObject({
        what: z.literal("network").describe("A network of the engine."),
        name,
        is: thereOrGone,
        connects: z.array(name).min(1).optional().describe("Containers that must be attached to it."),
      })
      .superRefine(nothingElseWhenGone(["connects"])),
    z
      .strictObject({
        what: z.literal("file").describe("A file that a command has left."),
        in: z
          .union([
            z.literal("folder").describe("The lab's folder in the seat."),
            z.strictObject({ volume: name }),
            z.strictObject({ container: name }).describe("Its own file system, running or not."),
          ])
          .default("folder"),
        path: relativePath.describe("Below the lab's folder, the volume, or the container's root."),
        is: thereOrGone,
        contains: text.optional().describe("Text that must be in it."),
        untold: z
          .boolean()
          .optional()
          .describe("true: the check does not say that text, since finding it is the task."),
        containsIdOf: imageName
          .optional()
          .describe("Name of an image of the seat whose id must be in it, whole or its first twelve digits."),
      })
      .superRefine(nothingElseWhenGone(["contains", "containsIdOf"])),
  ],
  {
    error: 'needs a "what", one of image, container, containers, dangling, port, volume, network, file',
  },
);
export type SeatExpectation = z.infer<typeof seatExpectation>;
