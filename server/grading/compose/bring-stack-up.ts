import type { Duplex } from "node:stream";
import type { GradeReport } from "../../../core/check/result.ts";
import { explainStack } from "../../../core/compose/explain-stack.ts";
import { asRecord, isFileOf } from "../../../core/compose/policy-values.ts";
import type { Seat, SeatFile } from "../../../core/seat/port.ts";
import { textOf } from "../../docker/build/pack-context.ts";
import type { Engine } from "../../docker/engine.ts";
import type { Grading } from "../grading.ts";
import { PROJECT_FOLDER, projectOf, writeStack } from "./compose-command.ts";
import { gradedStack } from "./graded-stack.ts";
import { ownImage } from "./own-image.ts";
import { poll } from "./poll.ts";
import type { Stack } from "./stack.ts";
import { partNames, type StackParts } from "./stack-parts.ts";

type Blocking = NonNullable<GradeReport["blocking"]>;

const DATABASE_PORT = 5432;
/** From `up` to the API's first answer, on a machine that does other things as well. */
const ANSWER_MS = 40_000;
/** An API that ends at once is not waited for; one that a restart policy brings back is. */
const ENDED_MS = 8000;

/** For a file that compose cannot read; the mistake in words when it is a known one. */
export function whyNotRead(title: string, text: string, message: string): Blocking {
  const known = explainStack({
    text,
    log: message,
    services: [],
    database: null,
    databasePort: DATABASE_PORT,
  });
  const plain = message.trim().split("\n").at(-1)?.slice(0, 500) ?? "";
  return { title, explanation: known ?? plain, log: message, line: null };
}

/** Contents of the project's files that its secrets name. */
export function secretTexts(config: unknown, files: readonly SeatFile[]): string[] {
  const project = projectOf(files);
  return Object.values(asRecord(asRecord(config)?.["secrets"]) ?? {}).flatMap((secret) => {
    const path = asRecord(secret)?.["file"];
    if (!isFileOf(path, project)) return [];
    const file = files.find((one) => `${PROJECT_FOLDER}/${one.path}` === path);
    return file === undefined ? [] : [textOf(file.content).trim()];
  });
}

/** Null when it is up and its API answers; otherwise the one finding that everything else hangs on. */
export async function bringStackUp(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  stack: Stack,
  config: unknown,
  parts: StackParts,
): Promise<Blocking | null> {
  const { signal, lab } = grading;
  const { api, database, prometheus } = parts;
  const names = partNames(grading);
  const images = new Map<string, string>();
  for (const [service, name] of [
    [database, names.database],
    [prometheus, names.prometheus],
  ] as const) {
    if (service !== null && name !== null) images.set(service.name, await ownImage(engine, name, signal));
  }
  const own = [api, database].filter((one) => one?.healthcheck === "overridden");
  const health = new Set(own.flatMap((one) => (one === null ? [] : [one.name])));
  await writeStack(seat, gradedStack(config, { images, health }), signal);
  const explain = async (said: string): Promise<Blocking> => {
    const log = `${said}\n${await stack.describe()}`.trim();
    const known = explainStack({
      text: parts.text,
      log,
      services: parts.services,
      database: database?.name ?? null,
      databasePort: DATABASE_PORT,
    });
    return {
      title: "The stack does not come up",
      explanation: known ?? said.split("\n").at(-1)?.slice(0, 500) ?? "",
      log,
      line: null,
    };
  };
  const said = await stack.up(true);
  if (said !== null) return explain(said);
  return (await answers(stack, api.name, lab.port, signal))
    ? null
    : explain(`${api.name} does not answer on port ${lab.port} of its container.`);
}

async function answers(stack: Stack, service: string, port: number, signal: AbortSignal): Promise<boolean> {
  const begun = performance.now();
  const seen = await poll(
    async () => {
      const address = await stack.address(service, port);
      const answer = address === null ? null : await stack.ask(address, { method: "GET", path: "/" });
      const ended = (await stack.container(service))?.inspect.State.Status === "exited";
      return { answered: answer?.status === "answered", ended };
    },
    ({ answered, ended }) => answered || (ended && performance.now() - begun > ENDED_MS),
    { budgetMs: ANSWER_MS, everyMs: 300, signal },
  );
  return seen.answered;
}
