import { z } from "zod";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import type { ServicePlace } from "./judge-compose-waits.ts";
import type { CheckResult, Evidence } from "./result.ts";

const composeOutageCheck = checkSchema(
  "compose-outage",
  "The check stops the database while everything runs. The API must report this and become unhealthy. When the database is back, it must become healthy again.",
  {
    database: z.string().describe("Image name of the database, without its tag."),
    request: z
      .strictObject({ path: z.string().startsWith("/"), body: z.json() })
      .describe("POST that is kept in the database."),
    refuses: z.number().int().min(400).max(599).default(503).describe("Status while the database is away."),
    noticeWithinSeconds: z
      .number()
      .positive()
      .describe("Budget from the stop to unhealthy, with the grader's short interval."),
    backWithinSeconds: z
      .number()
      .positive()
      .describe("Budget from the database's start to healthy and a request that is kept."),
  },
);
export type ComposeOutageCheck = z.infer<typeof composeOutageCheck>;

export interface ComposeOutageFacts {
  readonly file: string;
  readonly api: ServicePlace;
  readonly database: ServicePlace;
  /** Status of a request before; null: no answer. */
  readonly before: number | null;
  readonly away: {
    readonly code: number | null;
    readonly ms: number;
    readonly running: boolean;
    /** Health of the API at last; null when it has no health check. */
    readonly health: string | null;
  };
  readonly back: { readonly code: number | null; readonly running: boolean; readonly health: string | null };
}

export function judgeComposeOutage(check: ComposeOutageCheck, facts: ComposeOutageFacts): CheckResult {
  const { file, api, database, before, away, back } = facts;
  const evidence: Evidence[] = [];
  const add = (asked: string, found: string, ok: boolean) =>
    evidence.push({ asked, found, ok, line: ok ? null : api.line, file });
  const status = (code: number | null) => (code === null ? "no answer" : `HTTP ${code}`);
  const kept = (code: number | null) => code !== null && code >= 200 && code < 300;
  const state = (one: { running: boolean; health: string | null }) =>
    one.running ? (one.health ?? "running, without a health check") : "it has ended";

  add(`request while ${database.name} runs`, status(before), kept(before));
  const refused = away.code === check.refuses;
  const seconds = (away.ms / 1000).toFixed(1);
  add(`request while ${database.name} is stopped`, `${status(away.code)} after ${seconds} s`, refused);
  const noticed = away.running && away.health === "unhealthy";
  add(`${api.name} while ${database.name} is stopped`, state(away), noticed);
  add(`request when ${database.name} is back`, status(back.code), kept(back.code));
  const well = back.running && back.health === "healthy";
  add(`${api.name} when ${database.name} is back`, state(back), well || back.health === null);

  const hint = ((): Hint | null => {
    const { line } = api;
    if (!kept(before))
      return { text: `${api.name} does not answer ${check.request.path} with success.`, line };
    if (!away.running) {
      return {
        text: `${api.name} ended when ${database.name} was stopped. It should live and say what is missing.`,
        line,
      };
    }
    if (!refused) {
      return {
        text: `${database.name} is stopped, and ${api.name} answers ${status(away.code)}. What cannot be kept must not be answered with success: is it this database that it writes to?`,
        line,
      };
    }
    if (away.health === null) {
      return {
        text: `${api.name} refuses every request and nobody is told: it has no health check. Give it one that asks \`/health\`.`,
        line,
      };
    }
    if (!noticed) {
      return {
        text: `${api.name} refuses every request and is ${away.health}. Its health check asks something that works without the database: let it ask \`/health\`, and fail when the answer is an error.`,
        line,
      };
    }
    if (!kept(back.code) || !back.running) {
      return {
        text: `${database.name} is back, and ${api.name} is not within ${check.backWithinSeconds} s (${state(back)}).`,
        line,
      };
    }
    return well ? null : { text: `${api.name} works again and is still ${state(back)}.`, line };
  })();
  return decide(check, evidence, hint === null ? null : { file, ...hint });
}

export const composeOutage = checkKind({
  schema: composeOutageCheck,
  phase: "stack",
  needsImage: false,
  judge: judgeComposeOutage,
  example: `- id: outage
  kind: compose-outage
  title: Without its database the API says so, and recovers
  points: 15
  database: postgres
  request: { path: /read, body: { lines: ["  .*#*  "] } }
  noticeWithinSeconds: 25
  backWithinSeconds: 25`,
});
