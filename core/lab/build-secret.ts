import { z } from "zod";

const starterPath = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\u0000-\u001f]+$/, 'a path in starter/, without "." and ".."');

/**
 * A secret that the build of a lab is given by a mount, as `docker build --secret id=<id>,src=<from>` does it.
 * The student has `from` in their folder and may use it in the terminal; a Check draws another one.
 */
export const buildSecret = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,63}$/)
    .describe("Name that RUN --mount=type=secret,id=... asks for."),
  from: starterPath.describe(
    "File of the starter that holds it, one line. Build passes it on as it is; a Check puts one drawn at random in its place, so that none can be written down.",
  ),
  opens: z
    .array(starterPath)
    .max(8)
    .default([])
    .describe(
      "Files of the starter that were sealed with it (server/grading/secrets/seal.ts has the format): a Check seals them anew with the one that it has drawn.",
    ),
});
export type BuildSecret = z.infer<typeof buildSecret>;
