import type { LessonDocument } from "../core/course/outline.ts";
import type { Config } from "./config.ts";
import type { Courses } from "./courses/create-courses.ts";
import type { Seats } from "./create-seats.ts";
import type { Containers } from "./ports/create-containers.ts";
import type { Previews } from "./preview/open-previews.ts";
import type { PushedImages } from "./registry/create-pushed-images.ts";
import type { Runs } from "./runs/create-runs.ts";
import type { Entrance } from "./session/create-entrance.ts";
import type { Terminals } from "./terminal/create-terminals.ts";
import type { Workspaces } from "./workspace/create-workspaces.ts";

/** Anything that hands out a header by name: `Headers`, or what `await headers()` gives in a page. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** Who a request comes from, and how long that counts. */
export interface Session {
  readonly studentId: string;
  /** ms since 1970; null: the one student at the site's own computer. */
  readonly expiresAt: number | null;
  /** Which key it was opened with; null where there was none. */
  readonly generation: string | null;
}

/** A lesson with its compiled MDX: source text of a function body, made on this server from trusted content. */
export interface CompiledLesson extends LessonDocument {
  readonly code: string;
  /** Why it cannot be shown, for the log; null when it can. */
  readonly fault: string | null;
}

/**
 * Every operation of the running site, by domain: each is written where its domain is made (`create-...ts` in the
 * domain's room). Made once by the process (server/main.ts) and reached by the pages through globalThis, because Next
 * loads modules a second time. A student only ever reaches their own rows: what belongs to somebody else is NOT_FOUND.
 */
export interface Site {
  readonly config: Config;
  readonly entrance: Entrance;
  readonly courses: Courses;
  readonly workspaces: Workspaces;
  readonly runs: Runs;
  readonly seats: Seats;
  readonly terminals: Terminals;
  readonly containers: Containers;
  readonly registry: PushedImages;
  readonly previews: Previews;
  /** Rejects when the database does not answer. */
  checkHealth(): Promise<{ readonly seats: "ready" | "missing" }>;
}

const key = Symbol.for("drydock.site");
const holder = globalThis as { [key]?: Site };

/** Called once by the process, before it listens. */
export function provideSite(site: Site | undefined): void {
  if (site === undefined) Reflect.deleteProperty(holder, key);
  else holder[key] = site;
}

/** The running site. Throws outside of the process that serves it. */
export function getSite(): Site {
  const site = holder[key];
  if (site === undefined)
    throw new Error("The site is not running in this process (server/main.ts starts it).");
  return site;
}
