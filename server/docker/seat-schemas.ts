import { z } from "zod";

/** What a page reads of the engine of a seat: one that may have been replaced. Unknown keys are dropped. */
const text = z.string().max(20_000);
const orNothing = text.nullish().transform((value) => value ?? "");
const id = z.string().regex(/^[0-9a-f]{64}$/);
const labels = z
  .record(text, text)
  .nullish()
  .transform((value) => value ?? {});

/** More than a person reads is left out, not refused: a student may publish a thousand ports. */
const firstOf = <T>(count: number, item: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .nullish()
    .transform((values) => (values ?? []).slice(0, count))
    .pipe(z.array(item));

const portNumber = z.number().int().min(1).max(65_535);

/** What `docker ps --all` lists. */
export const containerSummaries = z
  .array(
    z.object({
      Id: id,
      Names: firstOf(1, text),
      Image: text,
      State: z.enum(["created", "running", "paused", "restarting", "removing", "exited", "dead"]),
      Status: text,
      Labels: labels,
      Ports: firstOf(
        200,
        z.object({
          IP: orNothing,
          PrivatePort: portNumber,
          PublicPort: portNumber.nullish(),
          Type: z.enum(["tcp", "udp", "sctp"]),
        }),
      ),
      NetworkSettings: z
        .object({ Networks: z.record(text, z.unknown()).nullish() })
        .nullish()
        .transform((value) => Object.keys(value?.Networks ?? {})),
      Mounts: firstOf(
        50,
        z.object({
          Type: text,
          Name: orNothing,
          Source: orNothing,
          Destination: text,
          RW: z.boolean(),
        }),
      ),
    }),
  )
  .max(500);
export type ContainerSummary = z.infer<typeof containerSummaries>[number];

export const networkSummaries = firstOf(
  100,
  z.object({ Name: text, Internal: z.boolean().nullish(), Labels: labels }),
);

export const volumeSummaries = z.object({
  Volumes: firstOf(500, z.object({ Name: text, Labels: labels })),
});

/** The health of one container, and no more of it. */
export const healthInspect = z.object({
  State: z.object({
    Health: z
      .object({
        Status: z.enum(["none", "starting", "healthy", "unhealthy"]),
        Log: z
          .array(z.object({ ExitCode: z.number().int(), Output: z.string() }))
          .nullish()
          .transform((values) => values?.at(-1) ?? null),
      })
      .nullish(),
  }),
});

/** What `docker events` tells of a container. */
export const containerEvent = z.object({
  Type: z.literal("container"),
  Action: text,
  Actor: z.object({ ID: id, Attributes: labels }),
});

/** Whose logs are followed. */
export const followedContainers = firstOf(100, z.object({ Id: id, Names: firstOf(1, text), Labels: labels }));
