import type { Duplex } from "node:stream";
import { judgeComposeFile } from "../../core/check/judge-compose-file.ts";
import { judgeComposeKeeps } from "../../core/check/judge-compose-keeps.ts";
import { judgeComposeOutage } from "../../core/check/judge-compose-outage.ts";
import { judgeComposeReach } from "../../core/check/judge-compose-reach.ts";
import { judgeComposeScrapes } from "../../core/check/judge-compose-scrapes.ts";
import { judgeComposeWaits } from "../../core/check/judge-compose-waits.ts";
import { readStackModel } from "../../core/compose/stack-model.ts";
import type { Seat, SeatFile } from "../../core/seat/port.ts";
import { exchangeOnLoopback } from "../docker/app/exchange.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { Engine } from "../docker/engine.ts";
import { noComposeFacts } from "./compose/collect-compose.ts";
import { bringStackUp, secretTexts, whyNotRead } from "./compose/bring-stack-up.ts";
import { readProject } from "./compose/read-project.ts";
import { Stack } from "./compose/stack.ts";
import { findParts, partNames, type StackParts } from "./compose/stack-parts.ts";
import { tryDatabaseHealth } from "./compose/try-database-health.ts";
import { tryKeeping } from "./compose/try-keeping.ts";
import { tryOutage } from "./compose/try-outage.ts";
import { watchProject } from "./compose/watch-project.ts";
import type { Grading } from "./grading.ts";

/**
 * Judges a lab whose work is a stack: what the file says, then the stack itself, brought up once, asked, broken and
 * taken down. A file that cannot be read, asks for more than the policy allows, or does not come up is one blocking
 * finding; what the file alone tells is judged all the same.
 */
export async function gradeStack(seat: Seat<Duplex>, grading: Grading, file: SeatFile | null): Promise<void> {
  const { emit, ledger, found } = grading;
  if (file === null) {
    const explanation = "Write one beside the Dockerfile.";
    found.blocking = { title: "There is no compose.yaml", explanation, log: "", line: null };
    return;
  }
  emit({ type: "phase", title: `Reading ${file.path}` });
  const project = await readProject(seat, grading, file);
  const text = textOf(file.content);
  if (project.status === "unreadable") {
    found.blocking = whyNotRead(`Compose cannot read ${file.path}`, text, project.message);
    return;
  }
  const [refused] = project.verdict.violations;
  if (refused !== undefined) {
    const line = refused.line === null ? "" : ` (line ${refused.line})`;
    found.blocking = {
      title: `${file.path} asks for what the grader does not run`,
      explanation: `\`${refused.key}\`${line}: ${refused.reason}.`,
      log: "",
      line: null,
    };
    return;
  }
  const services = readStackModel(project.config);
  const facts = { file: file.path, text, services };
  for (const check of ledger.of("compose-file")) {
    ledger.decide(judgeComposeFile(check, { ...facts, secrets: secretTexts(project.config, grading.files) }));
  }
  const { api, prometheus, database } = findParts(project.verdict.services, grading);
  const wanted = partNames(grading).database;
  if (api === null || (database === null && wanted !== null)) {
    const missing =
      api === null ? "No service builds the API (`build: .`)" : `No service has the image ${wanted ?? ""}`;
    found.blocking = { title: "The stack is not complete", explanation: `${missing}.`, log: "", line: null };
    return;
  }
  const { lineOf } = project;
  const parts: StackParts = {
    ...facts,
    lineOf,
    api,
    prometheus,
    database,
    place: ({ name }) => ({ name, line: lineOf(["services", name]) }),
  };
  decideWaits(grading, parts, null);
  const engine = new Engine(seat);
  try {
    const stack = new Stack(seat, engine, grading);
    emit({ type: "phase", title: "Bringing the stack up" });
    found.blocking = await bringStackUp(seat, engine, grading, stack, project.config, parts);
    if (found.blocking === null) await tryStack(seat, engine, grading, stack, parts);
  } finally {
    engine.close();
  }
}

/** Whether the database is waited for is told by the file; only when it is, its health check is tried. */
function decideWaits(
  { ledger }: Grading,
  { file, services, api, database, place }: StackParts,
  tried: Awaited<ReturnType<typeof tryDatabaseHealth>>,
): void {
  if (database === null) return;
  const condition = services.find(({ name }) => name === api.name)?.dependsOn.get(database.name) ?? null;
  for (const check of ledger.of("compose-waits")) {
    const { healthcheck } = database;
    const facts = { file, api: place(api), database: place(database), condition, healthcheck, tried };
    const result = judgeComposeWaits(check, facts);
    if (tried !== null || result.status === "failed") ledger.decide(result);
  }
}

async function tryStack(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  stack: Stack,
  parts: StackParts,
): Promise<void> {
  const { emit, ledger } = grading;
  const { file, services, lineOf, api, database, prometheus, place } = parts;
  for (const check of ledger.of("compose-reach")) {
    emit({ type: "phase", title: "Knocking from outside" });
    const answers = await Promise.all(check.open.map((open) => knock(seat, open, grading.signal)));
    ledger.decide(judgeComposeReach(check, { file, services, lineOf, answers }));
  }
  for (const check of ledger.of("compose-scrapes")) {
    const read = {
      ...noComposeFacts(file),
      apiService: place(api),
      prometheusService: prometheus === null ? null : place(prometheus),
    };
    // The API's own health check is tried by what the database does to it, and not a second time here.
    const project =
      prometheus === null ? null : { api: { ...api, healthcheck: "inherited" as const }, prometheus };
    const facts = project === null ? read : await watchProject(seat, engine, grading, check, read, project);
    ledger.decide(judgeComposeScrapes(check, facts));
  }
  if (database === null) return;
  const names = { api: api.name, database: database.name };
  if (ledger.of("compose-waits").some(({ id }) => !ledger.isDecided(id))) {
    emit({ type: "phase", title: "Freezing the database to see whether its health check notices" });
    decideWaits(grading, parts, await tryDatabaseHealth(seat, engine, grading, stack, database.name));
  }
  for (const check of ledger.of("compose-outage")) {
    emit({ type: "phase", title: "Stopping the database while the API is asked" });
    const seen = await tryOutage(engine, grading, stack, check, names);
    ledger.decide(judgeComposeOutage(check, { file, api: place(api), database: place(database), ...seen }));
  }
  for (const check of ledger.of("compose-keeps")) {
    emit({ type: "phase", title: "Taking the stack down and up again, then down with its volumes" });
    const seen = await tryKeeping(grading, stack, check, names);
    ledger.decide(judgeComposeKeeps(check, { file, database: place(database), ...seen }));
  }
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
