import type { Duplex } from "node:stream";
import type { ComposeFacts } from "../../../core/check/compose-facts.ts";
import type { ComposeFileFacts } from "../../../core/check/judge-compose-file.ts";
import type { ComposeKeepsCheck, ComposeKeepsFacts } from "../../../core/check/judge-compose-keeps.ts";
import type { ComposeOutageCheck, ComposeOutageFacts } from "../../../core/check/judge-compose-outage.ts";
import type { ComposeReachCheck, ComposeReachFacts } from "../../../core/check/judge-compose-reach.ts";
import type { ComposeScrapesCheck } from "../../../core/check/judge-compose-scrapes.ts";
import type { ComposeWaitsFacts } from "../../../core/check/judge-compose-waits.ts";
import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { exchangeOnLoopback } from "../../docker/app/exchange.ts";
import type { PartOf, StackFile, StackPart } from "../collector.ts";
import { secretTexts } from "./bring-stack-up.ts";
import { collectCompose, composeFile, noComposeFacts } from "./collect-compose.ts";
import type { StackParts } from "./stack-parts.ts";
import { tryDatabaseHealth } from "./try-database-health.ts";
import { tryKeeping } from "./try-keeping.ts";
import { tryOutage } from "./try-outage.ts";
import { watchProject } from "./watch-project.ts";

export function readComposeFile(_check: unknown, { grading, parts, config }: StackFile): ComposeFileFacts {
  const { file, text, services } = parts;
  return { file, text, services, secrets: secretTexts(config, grading.files) };
}

/** Whether the database is waited for, as the file says it. */
export function readWaits(_check: unknown, { parts }: Pick<StackFile, "parts">): ComposeWaitsFacts {
  const { file, services, api, place } = parts;
  const database = databaseOf(parts);
  const condition = services.find(({ name }) => name === api.name)?.dependsOn.get(database.name) ?? null;
  const { healthcheck } = database;
  return { file, api: place(api), database: place(database), condition, healthcheck, tried: null };
}

/** Whether the database's health check notices when it hangs. */
export async function tryWaits(check: unknown, part: StackPart): Promise<ComposeWaitsFacts> {
  const { seat, engine, grading, stack, parts } = part;
  const { name } = databaseOf(parts);
  grading.emit({ type: "phase", title: "Freezing the database to see whether its health check notices" });
  return { ...readWaits(check, part), tried: await tryDatabaseHealth(seat, engine, grading, stack, name) };
}

export async function tryReach(check: ComposeReachCheck, part: StackPart): Promise<ComposeReachFacts> {
  const { seat, grading, parts } = part;
  grading.emit({ type: "phase", title: "Knocking from outside" });
  const answers = await Promise.all(check.open.map((open) => knock(seat, open, grading.signal)));
  return { file: parts.file, services: parts.services, lineOf: parts.lineOf, answers };
}

export async function tryScrapes(check: ComposeScrapesCheck, part: StackPart): Promise<ComposeFacts> {
  const { seat, engine, grading, parts } = part;
  const { api, prometheus, place } = parts;
  const read = {
    ...noComposeFacts(parts.file),
    apiService: place(api),
    prometheusService: prometheus === null ? null : place(prometheus),
  };
  if (prometheus === null) return read;
  // The API's own health check is tried by what the database does to it, and not a second time here.
  const project = { api: { ...api, healthcheck: "inherited" as const }, prometheus };
  return await watchProject(seat, engine, grading, check, read, project);
}

/** Brings compose.yaml up for this check alone. */
export async function scrapeAlone(
  check: ComposeScrapesCheck,
  { seat, grading }: PartOf["file"],
): Promise<ComposeFacts> {
  const file = composeFile(grading.files);
  if (file === null) return noComposeFacts(null);
  grading.emit({ type: "phase", title: `Bringing ${file.path} up` });
  return await collectCompose(seat, grading, check, file);
}

export async function collectOutage(
  check: ComposeOutageCheck,
  { engine, grading, stack, parts }: StackPart,
): Promise<ComposeOutageFacts> {
  const { file, api, place } = parts;
  const database = databaseOf(parts);
  grading.emit({ type: "phase", title: "Stopping the database while the API is asked" });
  const names = { api: api.name, database: database.name };
  const seen = await tryOutage(engine, grading, stack, check, names);
  return { file, api: place(api), database: place(database), ...seen };
}

export async function collectKeeping(
  check: ComposeKeepsCheck,
  { grading, stack, parts }: StackPart,
): Promise<ComposeKeepsFacts> {
  const database = databaseOf(parts);
  const title = "Taking the stack down and up again, then down with its volumes";
  grading.emit({ type: "phase", title });
  const seen = await tryKeeping(grading, stack, check, { api: parts.api.name, database: database.name });
  return { file: parts.file, database: parts.place(database), ...seen };
}

/** A stack without the database that a check names ends before anything is collected. */
function databaseOf({ database }: StackParts): ComposeServiceModel {
  if (database === null) throw new Error("a check of the database was reached in a stack that has none");
  return database;
}

async function knock(
  seat: Seat<Duplex>,
  { port, path }: { readonly port: number; readonly path: string },
  signal: AbortSignal,
): Promise<{ code: number; body: string } | null> {
  const answer = await exchangeOnLoopback(seat, port, {
    method: "GET",
    path,
    timeoutMs: 5000,
    maxBytes: 64 * 1024,
    signal,
  });
  return answer.status === "answered" ? { code: answer.code, body: answer.body.toString("utf8") } : null;
}
