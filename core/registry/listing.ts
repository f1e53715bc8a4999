import { z } from "zod";

const image = z.object({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** None: a tag that named it names another by now. */
  tags: z.array(z.string().max(128)).max(2000),
  /** Milliseconds since 1970. */
  pushedAt: z.number(),
  /** All that a pull of it brings. */
  bytes: z.number(),
});

/** What a student has in the class registry, as its door says (GET /mine), by way of the student's seat. */
export const registryListing = z.object({
  usedBytes: z.number(),
  quotaBytes: z.number(),
  repositories: z.array(z.object({ name: z.string().max(500), images: z.array(image).max(2000) })).max(2000),
});
export type RegistryListing = z.infer<typeof registryListing>;
export type PushedImage = z.infer<typeof image>;

/** The class registry as the page shows it to one student. */
export interface PushedImages {
  /** "registry:5000/ada": what is pushed is named below it. Null where there is no class registry. */
  readonly prefix: string | null;
  /** Null while the seat sleeps: the registry is asked from within it. */
  readonly listing: RegistryListing | null;
}

/** Body of DELETE /api/registry: one image with its tags. */
export const deletePushedRequest = z.strictObject({
  repository: z
    .string()
    .max(500)
    .regex(/^[a-z0-9][a-z0-9._/-]*$/),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});
export type DeletePushedRequest = z.infer<typeof deletePushedRequest>;
