import type { ComposeKeepsCheck, ComposeKeepsFacts } from "../../../core/check/judge-compose-keeps.ts";
import { asRecord } from "../../../core/compose/policy-values.ts";
import type { Grading } from "../grading.ts";
import { poll } from "./poll.ts";
import type { Stack } from "./stack.ts";

type Facts = Pick<ComposeKeepsFacts, "mounts" | "before" | "after" | "trouble" | "left">;

const BACK_MS = 30_000;

/** Takes the stack down and up and counts what is kept, then down with its volumes. */
export async function tryKeeping(
  grading: Grading,
  stack: Stack,
  check: ComposeKeepsCheck,
  services: { readonly api: string; readonly database: string },
): Promise<Facts> {
  const { lab, signal } = grading;
  const count = async (): Promise<number | null> => {
    const address = await stack.address(services.api, lab.port);
    const answer =
      address === null ? null : await stack.ask(address, { method: "GET", path: check.count.path });
    if (answer?.status !== "answered" || answer.code !== 200) return null;
    return readNumber(answer.body.toString("utf8"), check.count.field);
  };
  const database = await stack.container(services.database);
  const mounts = database === null ? [] : await stack.mounts(database.inspect.Id);
  const before = await count();
  const trouble = (await stack.down()) ?? (await stack.up(false));
  const after =
    trouble === null
      ? await poll(count, (value) => value !== null, { budgetMs: BACK_MS, everyMs: 300, signal })
      : null;
  if (trouble !== null) return { mounts, before, after, trouble: lastLine(trouble), left: null };
  const gone = await stack.down("--volumes");
  const volumes = new Set(await stack.volumes());
  const left = mounts.flatMap(({ name }) => (name !== null && volumes.has(name) ? [name] : []));
  return { mounts, before, after, trouble: gone === null ? null : lastLine(gone), left };
}

function readNumber(body: string, field: string): number | null {
  try {
    const value = asRecord(JSON.parse(body))?.[field];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

const lastLine = (text: string): string => text.split("\n").at(-1)?.slice(0, 300) ?? "";
