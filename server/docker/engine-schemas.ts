import { z } from "zod";

/** What Drydock reads of the engine's answers. Unknown keys are dropped, lists and texts are bounded. */
const text = z.string().max(20_000);
const optionalText = text.nullish().transform((value) => value ?? "");
const texts = z
  .array(text)
  .max(2000)
  .nullish()
  .transform((value) => value ?? []);
const textMap = z
  .record(text, text)
  .nullish()
  .transform((value) => value ?? {});
const keys = z
  .record(text, z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}));

/** Nanoseconds, as Docker writes times in configurations; 0 and nothing both mean "not set". */
const nanoseconds = z
  .number()
  .nullish()
  .transform((value) => (value === null || value === undefined || value === 0 ? null : value / 1e6));

const healthcheck = z
  .object({
    Test: texts,
    Interval: nanoseconds,
    Timeout: nanoseconds,
    StartPeriod: nanoseconds,
    Retries: z.number().int().nullish(),
  })
  .nullish();

export const imageInspect = z.object({
  Id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  Size: z.number().nonnegative(),
  Config: z
    .object({
      User: optionalText,
      WorkingDir: optionalText,
      Entrypoint: texts,
      Cmd: texts,
      Env: texts,
      ExposedPorts: keys,
      Labels: textMap,
      Healthcheck: healthcheck,
    })
    .nullish(),
  GraphDriver: z.object({ Name: text, Data: z.record(text, text.max(200_000)).nullish() }).nullish(),
  RootFS: z.object({ Layers: texts }).nullish(),
});
export type ImageInspect = z.infer<typeof imageInspect>;

export const imageHistory = z
  .array(z.object({ CreatedBy: z.string().max(2_000_000), Size: z.number().nonnegative() }))
  .max(2000);

export const imageList = z
  .array(z.object({ Id: z.string().regex(/^sha256:[0-9a-f]{64}$/), RepoTags: texts }))
  .max(2000);

export const created = z.object({ Id: z.string().regex(/^[0-9a-f]{64}$/) });

const time = z
  .string()
  .max(100)
  .transform((value) => Date.parse(value));

export const containerInspect = z.object({
  Id: z.string().regex(/^[0-9a-f]{64}$/),
  Name: optionalText,
  State: z.object({
    Status: z.enum(["created", "running", "paused", "restarting", "removing", "exited", "dead"]),
    ExitCode: z.number().int(),
    OOMKilled: z.boolean(),
    Pid: z.number().int().nonnegative(),
    Error: text,
    Health: z
      .object({
        Status: z.enum(["none", "starting", "healthy", "unhealthy"]),
        Log: z
          .array(z.object({ Start: time, End: time, ExitCode: z.number().int(), Output: z.string() }))
          .max(100)
          .nullish()
          .transform((value) => value ?? []),
      })
      .nullish(),
  }),
  Config: z.object({
    ExposedPorts: keys,
    Labels: textMap,
    /** Nanoseconds; 0 is the engine's default. */
    Healthcheck: z.object({ Timeout: z.number().nonnegative().nullish() }).nullish(),
  }),
  NetworkSettings: z.object({
    Networks: z
      .record(text, z.object({ IPAddress: optionalText, Aliases: texts, DNSNames: texts }))
      .nullish()
      .transform((value) => value ?? {}),
  }),
});
export type ContainerInspect = z.infer<typeof containerInspect>;

export const containerList = z
  .array(z.object({ Id: z.string().regex(/^[0-9a-f]{64}$/), Labels: textMap, State: text }))
  .max(500);

export const containerTop = z.object({
  Titles: z.array(text).max(20),
  Processes: z
    .array(z.array(text).max(20))
    .max(5000)
    .nullish()
    .transform((value) => value ?? []),
});

export const containerStats = z.object({
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: z.number() }),
    system_cpu_usage: z.number().nullish(),
    online_cpus: z.number().nullish(),
  }),
  precpu_stats: z.object({
    cpu_usage: z.object({ total_usage: z.number() }),
    system_cpu_usage: z.number().nullish(),
  }),
  memory_stats: z.object({
    usage: z.number().nullish(),
    limit: z.number().nullish(),
    stats: z.record(z.string(), z.number()).nullish(),
  }),
});
export type ContainerStats = z.infer<typeof containerStats>;
