import type { Duplex } from "node:stream";
import { z } from "zod";
import type { Seat } from "../../../core/seat/port.ts";
import { type AppAddress, exchange } from "../../docker/app/exchange.ts";

/** A target as Prometheus tells it. */
export interface Target {
  readonly url: string;
  readonly up: boolean;
  readonly lastError: string;
  readonly job: string;
  readonly instance: string;
}

const text = z.string().max(5000);
const targets = z.object({
  data: z.object({
    activeTargets: z
      .array(z.object({ scrapeUrl: text, health: text, lastError: text, labels: z.record(text, text) }))
      .max(500),
  }),
});
const vector = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), text]) })).max(500) }),
});

/** Asks the Prometheus that runs in a grading seat. Null means that it does not answer (yet). */
export class Prometheus {
  readonly #seat: Seat<Duplex>;
  readonly #address: AppAddress;
  readonly #signal: AbortSignal;

  constructor(seat: Seat<Duplex>, address: AppAddress, signal: AbortSignal) {
    this.#seat = seat;
    this.#address = address;
    this.#signal = signal;
  }

  async targets(): Promise<Target[] | null> {
    const found = await this.#get("/api/v1/targets?state=active", targets);
    return (
      found?.data.activeTargets.map((target) => ({
        url: target.scrapeUrl,
        up: target.health === "up",
        lastError: target.lastError,
        job: target.labels["job"] ?? "",
        instance: target.labels["instance"] ?? "",
      })) ?? null
    );
  }

  /** Sum of a counter over the series of one target; 0 when there is none yet. */
  async counter(name: string, target: Target): Promise<number | null> {
    const labels = `job=${JSON.stringify(target.job)},instance=${JSON.stringify(target.instance)}`;
    const query = new URLSearchParams({ query: `sum(${name}{${labels}})` });
    const found = await this.#get(`/api/v1/query?${query.toString()}`, vector);
    if (found === null) return null;
    const value = Number(found.data.result[0]?.value[1] ?? 0);
    return Number.isFinite(value) ? value : null;
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const result = await exchange(this.#seat, this.#address, {
      method: "GET",
      path,
      timeoutMs: 5000,
      maxBytes: 1024 * 1024,
      signal: this.#signal,
    });
    if (result.status !== "answered" || result.code !== 200 || result.truncated) return null;
    try {
      return schema.safeParse(JSON.parse(result.body.toString("utf8"))).data ?? null;
    } catch {
      return null;
    }
  }
}
