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
    "File of the starter that contains the secret, in one line. Build passes on the file. A Check replaces it by a random secret, so a Dockerfile that contains the secret does not work.",
  ),
  opens: z
    .array(starterPath)
    .max(8)
    .default([])
    .describe(
      "Files of the starter that are sealed with this secret (docs/authors/labs.md says how). A Check seals them again with its random secret.",
    ),
});
export type BuildSecret = z.infer<typeof buildSecret>;
