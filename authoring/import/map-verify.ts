import type { SyntaxNode } from "unbash";
import { type SeatExpectation, seatExpectation } from "../../core/lab/seat-expectation.ts";
import type { Asked } from "./asked.ts";
import type { Formula } from "./formula.ts";
import { askedOf } from "./map-question.ts";
import type { TextModel } from "./model-text.ts";
import { readPassCondition } from "./pass-condition.ts";
import { readVariables } from "./read-variables.ts";
import type { MappedExpectation } from "./scenario.ts";

export interface MappedVerify {
  readonly expectations: readonly MappedExpectation[];
  /** What no expectation says, with its line and why. */
  readonly unmapped: readonly { readonly line: number; readonly command: string }[];
}

/** What is known of a text when its checks are read; nothing of one without commands. */
export type KnownText = Pick<TextModel, "made" | "gone">;
const NOTHING: KnownText = { made: new Map(), gone: new Map() };

/**
 * The checks of a verify.sh as expectations of a seat, as far as they can be said: checks are data here, and no script
 * of an author's is run to grade. The script is read by its syntax: what has to hold for it to end well. What is not
 * wholly understood is not guessed.
 */
export function mapVerify(script: string, text: KnownText = NOTHING): MappedVerify {
  const lineAt = (offset: number) => script.slice(0, offset).split("\n").length;
  const sourceAt = (at: number, end?: number) => {
    const line = script.indexOf("\n", at);
    const until = end ?? (line === -1 ? script.length : line);
    return script
      .slice(at, Math.min(until, at + 400))
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 200);
  };
  const condition = readPassCondition(script);
  if (condition === null)
    return { expectations: [], unmapped: [{ line: 1, command: "the script, which is no proper shell" }] };
  const expectations: MappedExpectation[] = [];
  const unmapped: { line: number; command: string }[] = [];
  const variables = readVariables(script);
  for (const part of partsOf(condition)) {
    if (part.kind === "never") unmapped.push({ line: 1, command: "the script, which never ends well" });
    else if (part.kind === "one") {
      const at = firstAt(part);
      unmapped.push({ line: lineAt(at), command: `${sourceAt(at)} (one of several ways to pass)` });
    } else if (part.kind === "unknown") unmapped.push({ line: lineAt(part.at), command: sourceAt(part.at) });
    else if (part.kind === "ask") {
      const { node, at } = part.question;
      const tell = (why: string) =>
        unmapped.push({
          line: lineAt(at),
          command: `${part.holds ? "" : "not: "}${sourceAt(at, endOf(node))}${why}`,
        });
      const asked = askedOf(node, variables);
      const settled = asked === null ? "" : settle(asked, part.holds === asked.holds, text);
      if (typeof settled === "string") tell(settled === "" ? "" : ` (${settled})`);
      else if (seatExpectation.safeParse(settled.expectation).success) expectations.push(settled);
      else tell("");
    }
  }
  return { expectations: onlyOnce(expectations), unmapped };
}

/** The parts that all have to hold. */
function partsOf(formula: Formula): Formula[] {
  if (formula.kind === "all") return formula.parts.flatMap(partsOf);
  return formula.kind === "always" ? [] : [formula];
}

function firstAt(formula: Formula): number {
  if (formula.kind === "ask") return formula.question.at;
  if (formula.kind === "unknown") return formula.at;
  return formula.kind === "all" || formula.kind === "one" ? Math.min(...formula.parts.map(firstAt)) : 0;
}

const endOf = (node: SyntaxNode): number => node.end;

/** What is asked as an expectation of a seat; why not, where a lab cannot say it. */
function settle(asked: Asked, holds: boolean, text: KnownText): MappedExpectation | string {
  const { what, name } = asked;
  const resolved = resolve(asked, text);
  if (resolved === null) return `nothing in the text is called ${name}`;
  const removed = `${asked.what} ${resolved}`;
  switch (what) {
    case "container": {
      if (!holds) {
        // "Does not run" is also true of one that is stopped, which no expectation says.
        if (asked.state === "running" && !text.gone.has(removed)) return "it may be stopped, or gone";
        return { expectation: { what, name: resolved, is: "gone" }, undo: null };
      }
      if (asked.state === "exists") {
        if (text.made.has(removed)) return running(resolved);
        return "whether it has to run is not said";
      }
      return asked.state === "stopped"
        ? { expectation: { what, name: resolved, is: "stopped" }, undo: `docker rm --force ${resolved}` }
        : running(resolved);
    }
    case "image":
      return thereOrGone(
        { what, name: resolved, is: holds ? "there" : "gone" },
        `docker image rm --force ${resolved}`,
      );
    case "volume":
      return thereOrGone(
        { what, name: resolved, is: holds ? "there" : "gone" },
        `docker ps --all --quiet --filter volume=${resolved} | xargs --no-run-if-empty docker rm --force\ndocker volume rm --force ${resolved}`,
      );
    case "network":
      if (asked.contains !== null) {
        if (!holds) return "no expectation says that a container is not in a network";
        return {
          expectation: { what, name: resolved, is: "there", connects: [asked.contains] },
          undo: `docker network disconnect --force ${resolved} ${asked.contains}`,
        };
      }
      return thereOrGone(
        { what, name: resolved, is: holds ? "there" : "gone" },
        `docker ps --all --quiet --filter network=${resolved} | xargs --no-run-if-empty docker rm --force\ndocker network rm ${resolved}`,
      );
    case "port": {
      if (!holds) return "no expectation says that a port does not answer";
      const { contains } = asked;
      return {
        expectation: {
          what,
          port: Number(name),
          path: asked.path ?? "/",
          status: asked.status ?? 200,
          ...(contains === null ? {} : { contains }),
        },
        undo: `docker ps --quiet --filter publish=${name} | xargs --no-run-if-empty docker rm --force`,
      };
    }
    case "file":
      if (!holds && asked.contains !== null) return "no expectation says that a file does not have a text";
      return thereOrGone(
        {
          what,
          in: "folder",
          path: resolved,
          is: holds ? "there" : "gone",
          ...(holds && asked.contains !== null ? { contains: asked.contains } : {}),
        },
        `rm --force '${resolved}'`,
      );
  }
}

const running = (name: string): MappedExpectation => ({
  expectation: { what: "container", name, is: "running" },
  undo: `docker rm --force ${name}`,
});

function thereOrGone(expectation: SeatExpectation, undo: string): MappedExpectation {
  return { expectation, undo: "is" in expectation && expectation.is === "gone" ? null : undo };
}

/**
 * `grep web` finds a part of a name. The thing of the text that is meant, where there is one; what is asked, in a text
 * that makes nothing of that kind; null where it makes others only.
 */
function resolve(asked: Asked, { made, gone }: KnownText): string | null {
  const { what, name } = asked;
  if (asked.isExact || what === "port" || what === "file") return name;
  const names = [...made.values()].filter((thing) => thing.what === what).map((thing) => thing.name);
  const lost = [...gone.keys()]
    .filter((key) => key.startsWith(`${what} `))
    .map((key) => key.slice(what.length + 1));
  const all = [...names, ...lost];
  if (asked.ofCompose) {
    const services = all.filter((one) => one === name || new RegExp(`[-_]${name}[-_]1$`).test(one));
    return services.length === 1 ? (services[0] ?? null) : null;
  }
  if (all.length === 0 || all.includes(name)) return name;
  if (what === "image" && all.includes(`${name}:latest`)) return `${name}:latest`;
  const near = [...new Set(all.filter((one) => one.includes(name)))];
  const [only] = near;
  return only !== undefined && near.length === 1 ? only : null;
}

function onlyOnce(expectations: readonly MappedExpectation[]): MappedExpectation[] {
  const seen = new Set<string>();
  return expectations.filter(({ expectation }) => {
    const key = JSON.stringify(expectation);
    return !seen.has(key) && seen.add(key);
  });
}
