import { z } from "zod";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain } from "../dockerfile/stage-chain.ts";
import { startInstruction } from "../dockerfile/start-instruction.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { type ResolvedUser, resolveUser } from "./resolve-user.ts";
import type { CheckResult, Evidence } from "./result.ts";

export interface RunningProcess {
  readonly pid: number;
  readonly uid: number;
  readonly command: string;
}

const nonRootCheck = checkSchema(
  "non-root",
  "Neither the user in the image's configuration nor the user of the running process is root.",
  {
    uid: z
      .number()
      .int()
      .min(1)
      .max(65534)
      .optional()
      .describe("The very uid that both must be; without it, any but 0."),
  },
);
export type NonRootCheck = z.infer<typeof nonRootCheck>;

export interface NonRootFacts {
  readonly dockerfile: ParsedDockerfile;
  /** `User` of the image's configuration; empty when there is none. */
  readonly configuredUser: string;
  /** /etc/passwd and /etc/group of the final image; null when it has no such file. */
  readonly passwd: string | null;
  readonly group: string | null;
  /** Processes of the running container as the engine sees them; null when it did not start. */
  readonly processes: readonly RunningProcess[] | null;
}

/** The configured user and the uid that really runs: neither may be root, and where a uid is asked for both must be it. */
export function judgeNonRoot(check: NonRootCheck, facts: NonRootFacts): CheckResult {
  const asked = check.uid ?? null;
  const user = resolveUser(facts.configuredUser, facts.passwd, facts.group);
  const line = userLine(facts.dockerfile);
  const evidence: Evidence[] = [
    evidenceOf(
      asked === null ? "USER of the image" : `USER of the image has uid ${asked}`,
      describe(facts.configuredUser, user),
      isPlainUser(user) && (asked === null || user.uid === asked),
      line,
    ),
  ];
  const hint = configuredHint(facts, user, line);
  const running = facts.processes ?? [];
  const root = running.find((one) => one.uid === 0);
  const other = asked === null ? undefined : running.find((one) => one.uid !== asked);
  for (const one of running.slice(0, 5)) {
    evidence.push(
      evidenceOf(
        `uid of process ${one.pid} (${one.command.slice(0, 80)})`,
        String(one.uid),
        one.uid !== 0 && (asked === null || one.uid === asked),
        line,
      ),
    );
  }
  if (root !== undefined && running.indexOf(root) >= 5) {
    evidence.push(evidenceOf(`uid of process ${root.pid}`, "0", false, line));
  }
  if (hint !== null) return decide(check, evidence, hint);
  if (asked !== null && user.status === "known" && user.uid !== asked) {
    const text = `The image's user has uid ${user.uid}; your task asks for ${asked}. Give the user that uid when you create it (\`useradd --uid\`), or name the number in USER.`;
    return decide(check, evidence, { text, line });
  }
  if (facts.processes === null || running.length === 0) {
    evidence.push(evidenceOf("uid of the running processes", "none was running", false));
    return decide(check, evidence, {
      text: "The container did not stay up long enough to see its processes.",
    });
  }
  if (root === undefined && other !== undefined) {
    const text = `The image's user has uid ${asked ?? ""}, but process ${other.pid} (${other.command.slice(0, 80)}) runs as ${other.uid}.`;
    return decide(check, evidence, { text, line });
  }
  return decide(
    check,
    evidence,
    root === undefined
      ? null
      : {
          text: `The image's user is ${facts.configuredUser}, but process ${root.pid} (${root.command.slice(0, 80)}) runs as root. Look for sudo, su or a set-uid program in its start command.`,
          // USER is right. What becomes root is what is started.
          line: startInstruction(finalChain(facts.dockerfile)?.instructions ?? [])?.line ?? line,
        },
  );
}

function isPlainUser(user: ResolvedUser): user is Extract<ResolvedUser, { status: "known" }> {
  return user.status === "known" && user.uid !== 0;
}

function describe(configured: string, user: ResolvedUser): string {
  switch (user.status) {
    case "unset":
      return "not set, which is root";
    case "known":
      return `${configured} (uid ${user.uid}${user.name === null || user.name === configured ? "" : `, ${user.name}`})`;
    case "unknown-user":
      return `${configured}: /etc/passwd has no such user`;
    case "unknown-group":
      return `${configured}: /etc/group has no such group`;
    case "invalid":
      return `${configured}: not a uid`;
  }
}

function configuredHint(facts: NonRootFacts, user: ResolvedUser, line: number | null): Hint | null {
  const last = facts.dockerfile.stages.at(-1);
  switch (user.status) {
    case "unset": {
      const earlier = facts.dockerfile.stages
        .flatMap((stage) => stage.instructions)
        .find((instruction) => instruction.keyword === "USER");
      const where = last?.endLine ?? null;
      return earlier === undefined
        ? {
            text: "The image has no USER, so it runs as root. Create a user and name it with USER in the last stage, before CMD.",
            line: where,
          }
        : {
            text: `USER on line ${earlier.line} stands in an earlier stage and does not reach the last one. Set it there too. (An entrypoint that drops to another user does not change the image's user.)`,
            line: where,
          };
    }
    case "known": {
      if (user.uid !== 0) return null;
      const isName = facts.configuredUser !== "root" && !/^[+-]?0+(?::|$)/.test(facts.configuredUser);
      return {
        text: isName
          ? `The user "${facts.configuredUser}" has uid 0 in /etc/passwd: that is root by another name. Give it a uid of its own.`
          : "The image's user is root. The image itself must name another one: an entrypoint that drops to somebody else later is not enough.",
        line,
      };
    }
    case "unknown-user":
      return {
        text: `USER names "${user.name}", whom /etc/passwd of the final image does not have. Create the user in the last stage (useradd), or use a number.`,
        line,
      };
    case "unknown-group":
      return {
        text: `USER names the group "${user.name}", which /etc/group of the final image does not have.`,
        line,
      };
    case "invalid":
      return { text: `"${user.text}" is no uid that Linux knows.`, line };
  }
}

/** The last USER of the final image's chain; null when the base image set it, or nobody. */
export function userLine(dockerfile: ParsedDockerfile): number | null {
  const chain = finalChain(dockerfile);
  return chain?.instructions.findLast((instruction) => instruction.keyword === "USER")?.line ?? null;
}

export const nonRoot = checkKind({
  schema: nonRootCheck,
  phase: "run",
  needsImage: true,
  judge: judgeNonRoot,
  example: `- id: non-root
  kind: non-root
  title: Does not run as root
  points: 20`,
});
