import { z } from "zod";

/** What the state of a seat is judged by: names, states, ports. Bounded like everything that an engine says. */
const text = z.string().max(20_000);
const texts = z
  .array(text)
  .max(2000)
  .nullish()
  .transform((value) => value ?? []);
const id = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const portNumber = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number);

export const namedImage = z.object({
  Id: id,
  RepoTags: texts,
  Config: z.object({ Labels: z.record(text, text).nullish() }).nullish(),
});

export const unnamedImages = z.array(z.object({ Id: id })).max(5000);

export const namedContainer = z.object({
  Name: text,
  State: z.object({
    Status: z.enum(["created", "running", "paused", "restarting", "removing", "exited", "dead"]),
    ExitCode: z.int(),
  }),
  Config: z.object({ Image: text, User: text.nullish() }),
  Image: z.string().max(200).nullish(),
  HostConfig: z
    .object({
      ReadonlyRootfs: z.boolean().nullish(),
      Privileged: z.boolean().nullish(),
      CapDrop: texts,
      CapAdd: texts,
      SecurityOpt: texts,
    })
    .nullish(),
  NetworkSettings: z
    .object({
      Ports: z
        .record(
          text,
          z
            .array(z.object({ HostPort: portNumber }))
            .max(100)
            .nullish(),
        )
        .nullish(),
    })
    .nullish(),
});

export const leftContainers = z
  .array(
    z.object({
      Id: z.string().regex(/^[0-9a-f]{64}$/),
      Names: texts,
      State: z.string().max(40),
    }),
  )
  .max(500);

export const namedVolume = z.object({ Name: text });

export const namedNetwork = z.object({
  Name: text,
  Containers: z.record(text, z.object({ Name: text })).nullish(),
});
