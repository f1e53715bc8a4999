import { asRecord } from "../../../core/compose/policy-values.ts";

export interface StackChanges {
  /** Ids of our own images, by service: no tag of a student's stands for them. */
  readonly images: ReadonlyMap<string, string>;
  /** Services whose health checks get the grader's timings; their commands stay. */
  readonly health: ReadonlySet<string>;
}

/**
 * Short, so that a change shows in seconds; two failures, so that one slow probe is no answer. The first success ends
 * the start period, which is for databases that are made on a machine with other things to do.
 */
const TIMINGS = {
  interval: "1s",
  start_period: "90s",
  start_interval: "1s",
  retries: 2,
} as const;

/** For a probe that says nothing of its own: a timeout that the file gives stays. */
const TIMEOUT = "5s";

/** The resolved configuration as the grader runs it. */
export function gradedStack(config: unknown, { images, health }: StackChanges): unknown {
  const top = asRecord(config) ?? {};
  const services = Object.entries(asRecord(top["services"]) ?? {}).map(([name, value]) => {
    const service = asRecord(value) ?? {};
    const image = images.get(name);
    return [
      name,
      {
        ...service,
        ...(image === undefined ? {} : { image, pull_policy: "never" }),
        ...(health.has(name)
          ? { healthcheck: { timeout: TIMEOUT, ...asRecord(service["healthcheck"]), ...TIMINGS } }
          : {}),
      },
    ] as const;
  });
  return { ...top, services: Object.fromEntries(services) };
}
