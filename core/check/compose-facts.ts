import type { ComposeViolation } from "../compose/judge-config.ts";
import type { HealthBeat } from "../run/health-beat.ts";

export interface ComposeService {
  readonly name: string;
  readonly state: string;
  readonly exitCode: number | null;
  /** Docker's health status; null when the service has no health check. */
  readonly health: string | null;
  /** The end of its log. */
  readonly log: string;
}

/** A counter before and after the requests; null where it could not be read. */
export interface CounterReading {
  readonly before: number | null;
  readonly after: number | null;
}

/** Facts in the order in which they are found out; what was not come to is null. */
export interface ComposeFacts {
  /** Name of the file in the workspace; null when there is none. */
  readonly file: string | null;
  /** What `docker compose config` said against it. */
  readonly configError: string | null;
  readonly violations: readonly ComposeViolation[];
  readonly apiService: { readonly name: string; readonly line: number | null } | null;
  /** Whether compose.yaml leaves the image's health check in force, which another check judges. */
  readonly apiHealthcheck: "inherited" | "disabled" | "overridden";
  readonly prometheusService: { readonly name: string; readonly line: number | null } | null;
  /** What `docker compose up -d` said when it failed. */
  readonly upError: string | null;
  readonly services: readonly ComposeService[];
  /** The target that is the API, as Prometheus sees it. */
  readonly target: { readonly up: boolean; readonly url: string; readonly lastError: string } | null;
  /** What else Prometheus scrapes, in words: "http://localhost:8000/metrics (connection refused)". */
  readonly otherTargets: readonly string[];
  readonly sent: {
    readonly count: number;
    readonly answered: number;
    /** The first answer that was no success, in words, and what the API said in its log. Null when all were. */
    readonly failed: { readonly answer: string; readonly log: string } | null;
  } | null;
  /** The counter as /metrics of the API says it. */
  readonly own: CounterReading | null;
  /** The counter as Prometheus says it. */
  readonly scraped: CounterReading | null;
  /** Only when compose.yaml replaces the image's health check. */
  readonly health:
    | { readonly status: "disabled" }
    | { readonly status: "tried"; readonly reacted: boolean; readonly beats: readonly HealthBeat[] }
    | null;
}
