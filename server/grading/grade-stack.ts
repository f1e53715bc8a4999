import type { Duplex } from "node:stream";
import { readStackModel } from "../../core/compose/stack-model.ts";
import type { Seat, SeatFile } from "../../core/seat/port.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { Engine } from "../docker/engine.ts";
import type { AnyStackCollector, StackFile, StackPart } from "./collector.ts";
import { bringStackUp, whyNotRead } from "./compose/bring-stack-up.ts";
import { readProject } from "./compose/read-project.ts";
import { Stack } from "./compose/stack.ts";
import { findParts, partNames, type StackParts } from "./compose/stack-parts.ts";
import type { Grading } from "./grading.ts";
import { checksIn, collectorOf, judgeFacts } from "./judge-checks.ts";

/**
 * Judges a lab whose work is a stack: what the file says, then the stack itself, brought up once, asked, broken and
 * taken down. A file that cannot be read, asks for more than the policy allows, or does not come up is one blocking
 * finding; what the file alone tells is judged all the same.
 */
export async function gradeStack(seat: Seat<Duplex>, grading: Grading, file: SeatFile | null): Promise<void> {
  const { emit, found } = grading;
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
  judgeFile({ grading, parts, config: project.config });
  const engine = new Engine(seat);
  try {
    const stack = new Stack(seat, engine, grading);
    emit({ type: "phase", title: "Bringing the stack up" });
    found.blocking = await bringStackUp(seat, engine, grading, stack, project.config, parts);
    if (found.blocking === null) await tryStack({ seat, grading, engine, stack, parts });
  } finally {
    engine.close();
  }
}

/** Judges what the file alone tells. Of a kind that is tried as well only a failure counts. */
function judgeFile(file: StackFile): void {
  const { ledger } = file.grading;
  for (const check of checksIn("stack", ledger)) {
    const { reads, tries } = collectorOf(check) as AnyStackCollector;
    if (reads === undefined) continue;
    const result = judgeFacts(check, reads(check, file));
    if (tries === undefined || result.status === "failed") ledger.decide(result);
  }
}

async function tryStack(part: StackPart): Promise<void> {
  const { ledger } = part.grading;
  for (const check of checksIn("stack", ledger)) {
    const { tries } = collectorOf(check) as AnyStackCollector;
    if (tries === undefined || ledger.isDecided(check.id)) continue;
    ledger.decide(judgeFacts(check, await tries(check, part)));
  }
}
