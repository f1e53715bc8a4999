import { z } from "zod";
import { explainOutput } from "../run/explain-output.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import type { ComposeFacts, ComposeService, CounterReading } from "./compose-facts.ts";
import { decide, type Hint } from "./decide.ts";
import { describeBeat } from "./probe-reason.ts";
import type { CheckResult, Evidence } from "./result.ts";

const composeScrapesCheck = checkSchema(
  "compose-scrapes",
  "compose.yaml starts the API and Prometheus, and Prometheus scrapes the API.",
  {
    counter: z.string().describe("Prometheus counter that each request raises by one."),
    request: z
      .strictObject({ path: z.string().startsWith("/"), body: z.json() })
      .describe("Request that raises the counter."),
    requests: z.number().int().positive().default(7).describe("How many are sent."),
    prometheusImage: z
      .string()
      .describe("Image name that stands for Prometheus; always run as our own copy."),
    upWithinSeconds: z
      .number()
      .positive()
      .describe("Budget for all services to be up and the target scraped."),
  },
);
export type ComposeScrapesCheck = z.infer<typeof composeScrapesCheck>;

/** compose.yaml brings up the API and Prometheus, which scrapes it: `up` for real, counted requests. */
export function judgeComposeScrapes(check: ComposeScrapesCheck, facts: ComposeFacts): CheckResult {
  const evidence: Evidence[] = [];
  const hint =
    judgeFile(check, facts, evidence) ??
    judgeUp(check, facts, evidence) ??
    judgeTarget(check, facts, evidence) ??
    judgeCounter(check, facts, evidence) ??
    judgeOverriddenHealth(facts, evidence);
  return decide(check, evidence, hint === null ? null : { file: facts.file ?? "compose.yaml", ...hint });
}

/** Prometheus scrapes once a minute where nobody says otherwise, and the lab's text does not ask for more. */
export const SCRAPE_SECONDS = 75;

/** How long Prometheus has to scrape the API for the first time. */
export const scrapedWithinSeconds = (check: ComposeScrapesCheck): number =>
  Math.max(check.upWithinSeconds, SCRAPE_SECONDS);

function add(
  facts: ComposeFacts,
  into: Evidence[],
  asked: string,
  found: string,
  ok: boolean,
  line: number | null = null,
) {
  into.push({ asked, found, ok, line, file: facts.file });
}

function judgeFile(check: ComposeScrapesCheck, facts: ComposeFacts, evidence: Evidence[]): Hint | null {
  if (facts.file === null) {
    add(facts, evidence, "compose.yaml", "there is none", false);
    return { text: "Write a compose.yaml with two services: your API and Prometheus." };
  }
  if (facts.configError !== null) {
    add(facts, evidence, "docker compose config", facts.configError, false);
    return {
      text: `Compose cannot read the file: ${firstLine(facts.configError)}${tabHint(facts.configError)}`,
      line: lineIn(facts.configError),
    };
  }
  const refused = facts.violations[0];
  if (refused !== undefined) {
    for (const one of facts.violations.slice(0, 5))
      add(facts, evidence, one.key, one.reason, false, one.line);
    return { text: `${refused.key} is not allowed here: ${refused.reason}`, line: refused.line };
  }
  const { apiService: api, prometheusService: prometheus } = facts;
  add(facts, evidence, "service of the API", api?.name ?? "none", api !== null, api?.line ?? null);
  add(
    facts,
    evidence,
    "service of Prometheus",
    prometheus?.name ?? "none",
    prometheus !== null,
    prometheus?.line ?? null,
  );
  if (api === null) return { text: "No service builds this image (build: .) or names it." };
  if (prometheus === null) {
    return { text: `No service has the image ${check.prometheusImage}.` };
  }
  return null;
}

function judgeUp(check: ComposeScrapesCheck, facts: ComposeFacts, evidence: Evidence[]): Hint | null {
  if (facts.upError !== null) {
    add(facts, evidence, "docker compose up -d", facts.upError, false);
    return { text: `docker compose up failed: ${lastLine(facts.upError)}`, line: lineIn(facts.upError) };
  }
  for (const service of facts.services) {
    const line = lineOf(facts, service.name);
    const health = service.health === null ? "" : `, ${service.health}`;
    const ended = service.exitCode === null ? "" : ` with code ${service.exitCode}`;
    const isNeeded = [facts.apiService?.name, facts.prometheusService?.name].includes(service.name);
    // A job that has done its work is over, and that is as it should be.
    const isDone = !isNeeded && service.exitCode === 0;
    const ok = isDone || (service.state === "running" && !isSick(facts, service));
    add(
      facts,
      evidence,
      `state of ${service.name}`,
      `${service.state}${service.state === "running" ? health : ended}`,
      ok,
      line,
    );
  }
  const needed = [facts.apiService?.name, facts.prometheusService?.name];
  const down = facts.services.find((one) => needed.includes(one.name) && one.state !== "running");
  if (down !== undefined) {
    return {
      text: `${down.name} did not stay up (within ${check.upWithinSeconds} s). The end of its log: ${tail(down.log)}${knownHint(down.log)}`,
      line: lineOf(facts, down.name),
    };
  }
  const sick = facts.services.find((one) => needed.includes(one.name) && isSick(facts, one));
  return sick === undefined ? null : { text: `${sick.name} is unhealthy.`, line: lineOf(facts, sick.name) };
}

/**
 * Unhealthy by what compose.yaml itself asks for. An API that is unhealthy by its image's own health check fails
 * the check of that one, and must not fail here a second time.
 */
function isSick(facts: ComposeFacts, service: ComposeService): boolean {
  const isImages = service.name === facts.apiService?.name && facts.apiHealthcheck === "inherited";
  return service.health === "unhealthy" && !isImages;
}

function judgeTarget(check: ComposeScrapesCheck, facts: ComposeFacts, evidence: Evidence[]): Hint | null {
  const target = facts.target;
  const others = facts.otherTargets.slice(0, 3).join(", ");
  const none = `no target of the API${others === "" ? "" : `; it scrapes ${others}`}`;
  const found = target === null ? none : `${target.url}: ${target.up ? "up" : "down"}`;
  add(facts, evidence, "target of Prometheus", found, target?.up === true);
  if (target === null) {
    return {
      text: `Prometheus has no target that is your API${others === "" ? "" : ` (it scrapes ${others})`}. Mount a prometheus.yml with the service's name and port as a target (${facts.apiService?.name ?? "api"}:...): localhost is Prometheus's own container.`,
      file: null,
    };
  }
  if (target.up) return null;
  const reason = target.lastError === "" ? "it was not scraped in time" : target.lastError;
  return {
    text: `Prometheus cannot scrape ${target.url} within ${scrapedWithinSeconds(check)} s: ${reason}${portHint(reason)}`,
    file: null,
  };
}

function judgeCounter(check: ComposeScrapesCheck, facts: ComposeFacts, evidence: Evidence[]): Hint | null {
  const { sent, own, scraped } = facts;
  if (sent === null)
    return {
      text: "No request could be sent to the API.",
      line: lineOf(facts, facts.apiService?.name ?? ""),
    };
  add(
    facts,
    evidence,
    `requests to ${check.request.path}`,
    `${sent.answered} of ${sent.count} answered`,
    sent.answered === sent.count,
  );
  if (sent.answered !== sent.count) {
    const { failed } = sent;
    if (failed !== null) add(facts, evidence, "the first such answer", failed.answer, false);
    const log = failed?.log.trim() ?? "";
    return {
      text: `${sent.count - sent.answered} of ${sent.count} requests to ${check.request.path} were not answered with success${failed === null ? "" : ` (${failed.answer})`}.${log === "" ? "" : ` The end of the API's log: ${tail(log)}${knownHint(log)}`}`,
      file: null,
    };
  }
  // At least: a health check or a page that is open may ask as well.
  const isEnough = (risen: number | null) => risen !== null && risen >= sent.count;
  const ownRise = rise(own);
  // Where Prometheus had not seen it yet, from what the API itself said then.
  const scrapedRise = rise(
    scraped === null ? null : { before: scraped.before ?? own?.before ?? null, after: scraped.after },
  );
  add(facts, evidence, `${check.counter} in /metrics of the API`, describeRise(own), isEnough(ownRise));
  add(facts, evidence, `${check.counter} as Prometheus has it`, describeRise(scraped), isEnough(scrapedRise));
  if (!isEnough(ownRise)) return { text: missingRise(check, own, sent.count), file: null };
  return isEnough(scrapedRise)
    ? null
    : {
        text: `Prometheus did not see the ${sent.count} requests. Look at job and scrape_interval in prometheus.yml: the counter has to be there ${SCRAPE_SECONDS} s later.`,
        file: null,
      };
}

/** Why a counter of the API's own did not rise as it should. */
function missingRise(
  { counter }: ComposeScrapesCheck,
  reading: CounterReading | null,
  count: number,
): string {
  const before = reading?.before ?? null;
  const after = reading?.after ?? null;
  if (after === null || (before ?? 0) + after === 0)
    return `The API's /metrics has no counter ${counter} that rises. Name it exactly so, and count each request where it is answered.`;
  const risen = after - (before ?? 0);
  return risen > 0
    ? `Of ${count} requests ${counter} counted ${risen}. An app that runs in several processes (workers) counts in each for itself: start it with one worker.`
    : `${count} requests must raise ${counter} by ${count} in the API's own /metrics. It did not rise.`;
}

function judgeOverriddenHealth(facts: ComposeFacts, evidence: Evidence[]): Hint | null {
  if (facts.health === null) return null;
  const asked = "health check that compose.yaml puts in the place of the image's";
  const line = lineOf(facts, facts.apiService?.name ?? "");
  if (facts.health.status === "disabled") {
    add(facts, evidence, asked, "switched off", false, line);
    return {
      text: "compose.yaml switches the image's health check off. Leave the image's own in force.",
      line,
    };
  }
  const { reacted, beats } = facts.health;
  const found = reacted
    ? "it noticed a frozen app"
    : `it stayed healthy with a frozen app; last probe: ${describeBeat(beats.at(-1))}`;
  add(facts, evidence, asked, found, reacted, line);
  return reacted
    ? null
    : {
        text: "The health check in compose.yaml replaces the image's and does not notice a frozen app.",
        line,
      };
}

function rise(reading: CounterReading | null): number | null {
  // A counter with labels is not there before it has counted something.
  return reading === null || reading.after === null ? null : reading.after - (reading.before ?? 0);
}

function describeRise(reading: CounterReading | null): string {
  if (reading === null) return "not read";
  return `${reading.before ?? "not there"} before, ${reading.after ?? "not there"} after`;
}

function lineOf(facts: ComposeFacts, service: string): number | null {
  return [facts.apiService, facts.prometheusService].find((one) => one?.name === service)?.line ?? null;
}

/** Compose and its YAML reader name lines as "line 7". */
function lineIn(message: string): number | null {
  const line = Number(/\bline (\d{1,6})\b/.exec(message)?.[1] ?? 0);
  return line > 0 ? line : null;
}

/** YAML's own words for a tab in front of a line. */
const tabHint = (error: string): string =>
  /cannot start any token|found a tab/.test(error)
    ? ". Often that is a tab in front of the line: YAML takes blanks only."
    : "";
const portHint = (reason: string): string =>
  /connection refused/.test(reason)
    ? ". Between containers the port is the one that the app listens to, not the one that is published."
    : "";
function knownHint(log: string): string {
  const known = explainOutput(log);
  return known === null ? "" : ` (${known})`;
}

const firstLine = (text: string): string => text.trim().split("\n")[0]?.slice(0, 500) ?? "";
const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.slice(0, 500) ?? "";
const tail = (text: string): string => text.trim().slice(-500);

export const composeScrapes = checkKind({
  schema: composeScrapesCheck,
  phase: "stack",
  needsImage: false,
  judge: judgeComposeScrapes,
  example: `- id: compose
  kind: compose-scrapes
  title: Prometheus scrapes the API
  points: 20
  counter: predictions_total
  request: { path: /predict, body: { features: [5.1, 3.5, 1.4, 0.2] } }
  prometheusImage: prom/prometheus
  upWithinSeconds: 90`,
});
