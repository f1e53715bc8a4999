import { z } from "zod";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import type { ServicePlace } from "./judge-compose-waits.ts";
import type { CheckResult, Evidence } from "./result.ts";

const composeKeepsCheck = checkSchema(
  "compose-keeps",
  "The data of the database survives `down` and `up`, because it is in a named volume, and `down -v` deletes it.",
  {
    database: z.string().describe("Image name of the database, without its tag."),
    dataPath: z.string().startsWith("/").describe("Where its image keeps the data."),
    count: z
      .strictObject({
        path: z.string().startsWith("/").describe("Path of a GET that tells how much is kept."),
        field: z.string().describe("Field of the JSON answer with the number."),
      })
      .describe("How the API tells what it keeps."),
  },
);
export type ComposeKeepsCheck = z.infer<typeof composeKeepsCheck>;

/** A volume or folder that the database's container has. */
export interface StackMount {
  readonly type: string;
  /** Null for a volume to which nobody gave a name, and for a folder. */
  readonly name: string | null;
  readonly target: string;
}

export interface ComposeKeepsFacts {
  readonly file: string;
  readonly database: ServicePlace;
  readonly mounts: readonly StackMount[];
  /** How much was kept before `down`; null when the API does not say. */
  readonly before: number | null;
  /** What compose said when `down` or `up` failed. */
  readonly trouble: string | null;
  /** After `down` and `up`. */
  readonly after: number | null;
  /** Volumes of the project that `down -v` has left; null when it was not come to. */
  readonly left: readonly string[] | null;
}

export function judgeComposeKeeps(check: ComposeKeepsCheck, facts: ComposeKeepsFacts): CheckResult {
  const { file, database, mounts, before, after, trouble, left } = facts;
  const evidence: Evidence[] = [];
  const add = (asked: string, found: string, ok: boolean) =>
    evidence.push({ asked, found, ok, line: ok ? null : database.line, file });
  const mount = mounts.find(({ target }) => target === check.dataPath) ?? null;
  const named = mount?.type === "volume" && mount.name !== null;
  add(`what is mounted at ${check.dataPath}`, describe(mount), named);
  add(`${check.count.field} before down`, before === null ? "not told" : String(before), (before ?? 0) > 0);
  if (trouble !== null) add("docker compose down, then up", trouble, false);
  const same = before !== null && after === before;
  if (trouble === null) {
    add(`${check.count.field} after down and up`, after === null ? "not told" : String(after), same);
  }
  const gone = left?.length === 0;
  if (left !== null) add("volumes after down -v", gone ? "none" : left.slice(0, 5).join(", "), gone);

  const hint = ((): Hint | null => {
    const { line } = database;
    if (before === null || before === 0) {
      return { text: `The API tells nothing of what it keeps at ${check.count.path}.`, line };
    }
    if (!named) {
      const beside = mounts.find((one) => one.name !== null && check.dataPath.startsWith(`${one.target}/`));
      if (beside !== undefined) {
        return {
          text: `The volume ${beside.name ?? ""} is mounted at ${beside.target}, and the image has a nameless one of its own at ${check.dataPath}, inside of it: the data goes there. Mount yours at ${check.dataPath}.`,
          line,
        };
      }
      return {
        text:
          mount?.type === "bind"
            ? `${check.dataPath} is a folder of this machine. Let the engine keep it: a volume with a name.`
            : `The data of ${database.name} is in a volume without a name, which nobody finds again after down. Give it one, and mount it at ${check.dataPath}.`,
        line,
      };
    }
    if (trouble !== null) return { text: `The stack does not come up a second time: ${trouble}`, line };
    if (!same) {
      return {
        text: `Before down there were ${before}, after up ${after === null ? "nobody could tell" : `there were ${after}`}.`,
        line,
      };
    }
    return gone
      ? null
      : { text: "down -v leaves a volume behind: it does not belong to this project.", line };
  })();
  return decide(check, evidence, hint === null ? null : { file, ...hint });
}

function describe(mount: StackMount | null): string {
  if (mount === null) return "nothing";
  if (mount.type !== "volume") return `${mount.type} of a folder`;
  return mount.name === null ? "a volume without a name" : `the volume ${mount.name}`;
}

export const composeKeeps = checkKind({
  schema: composeKeepsCheck,
  phase: "stack",
  needsImage: false,
  judge: judgeComposeKeeps,
  example: `- id: keeps
  kind: compose-keeps
  title: Readings outlive down and up
  points: 20
  database: postgres
  dataPath: /var/lib/postgresql/data
  count: { path: /readings, field: count }`,
});
