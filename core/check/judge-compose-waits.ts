import { z } from "zod";
import type { HealthBeat } from "../run/health-beat.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import { describeBeat } from "./probe-reason.ts";
import type { CheckResult, Evidence } from "./result.ts";

const composeWaitsCheck = checkSchema(
  "compose-waits",
  "The service that is built from the Dockerfile starts only when the database is healthy. The health check of the database notices when it hangs.",
  {
    database: z.string().describe("Image name of the database, without its tag."),
  },
);
export type ComposeWaitsCheck = z.infer<typeof composeWaitsCheck>;

/** A service and the line in the student's file at which it stands. */
export interface ServicePlace {
  readonly name: string;
  readonly line: number | null;
}

export interface ComposeWaitsFacts {
  readonly file: string;
  readonly api: ServicePlace;
  readonly database: ServicePlace;
  /** How the API depends on the database; null when it does not. */
  readonly condition: string | null;
  readonly healthcheck: "inherited" | "disabled" | "overridden";
  /** The database's health check, tried on a database that was stopped where it stood; null when it was not come to. */
  readonly tried: { readonly reacted: boolean; readonly beats: readonly HealthBeat[] } | null;
}

/** What can be said before anything runs is said first. */
export function judgeComposeWaits(check: ComposeWaitsCheck, facts: ComposeWaitsFacts): CheckResult {
  const { file, api, database, condition, healthcheck, tried } = facts;
  const evidence: Evidence[] = [];
  const add = (asked: string, found: string, ok: boolean, line: number | null) =>
    evidence.push({ asked, found, ok, line, file });
  const asked = `${api.name} waits for ${database.name}`;
  let hint: Hint | null = null;
  const waits = condition === "service_healthy";
  add(asked, condition ?? "it does not", waits, api.line);
  if (!waits) {
    hint =
      condition === null
        ? {
            text: `${api.name} is started whether ${database.name} is there or not. Let it depend on ${database.name}, with the condition that it is healthy.`,
            line: api.line,
          }
        : {
            text: `With \`${condition}\`, as the short form of depends_on means it, ${api.name} waits until the container of ${database.name} was started. A database needs longer than that: the long form has a condition for it.`,
            line: api.line,
          };
  } else if (healthcheck !== "overridden") {
    add(`health check of ${database.name}`, "none", false, database.line);
    hint = {
      text: `Nobody can tell when ${database.name} is healthy: give it a healthcheck.`,
      line: database.line,
    };
  } else if (tried !== null) {
    const last = tried.beats.at(-1);
    add(
      `health check of ${database.name} on a database that hangs`,
      tried.reacted ? "unhealthy" : `still healthy; last probe: ${describeBeat(last)}`,
      tried.reacted,
      database.line,
    );
    if (!tried.reacted) {
      hint = {
        text: `The health check of ${database.name} says yes whatever the database does. Ask the database: \`pg_isready\` is in its image.`,
        line: database.line,
      };
    }
  }
  return decide(check, evidence, hint === null ? null : { file, ...hint });
}

export const composeWaits = checkKind({
  schema: composeWaitsCheck,
  phase: "stack",
  needsImage: false,
  judge: judgeComposeWaits,
  example: `- id: waits
  kind: compose-waits
  title: The API waits for a database that is ready
  points: 15
  database: postgres`,
});
