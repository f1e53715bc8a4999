import type { LogsOf } from "../../core/seat/log-events.ts";
import { readJsonLines } from "../docker/build/read-json-lines.ts";
import { composePlaceOf, PROJECT_LABEL } from "../docker/compose-labels.ts";
import type { Engine } from "../docker/engine.ts";
import { containerEvent, followedContainers } from "../docker/seat-schemas.ts";
import { followContainer } from "./follow-container.ts";
import type { LogChannel } from "./log-channel.ts";
import type { LogLimits } from "./log-limits.ts";

/** An event is a few hundred bytes with its labels. */
const EVENT_LIMITS = { maxLineBytes: 256 * 1024, maxBytes: 64 * 1024 * 1024, maxLines: 100_000 };

interface Followed {
  readonly source: number;
  since: string;
  active: boolean;
  /** It started anew before the end of its log was seen. */
  again: boolean;
  /** How it ended, to be said after its last line. */
  ended: string;
}

/** Asked after a wait, in which the engine may have told of it. */
const startedAnew = ({ again }: Followed): boolean => again;

type Labels = Readonly<Record<string, string>>;

/**
 * Follows the logs of all containers of `of`, those that start later too, into `channel`, until `signal` fires or the
 * seat's engine breaks off. Nothing is asked for again and again: the engine tells what starts. Never throws.
 */
export async function followLogs(
  engine: Engine,
  of: LogsOf,
  channel: LogChannel,
  limits: LogLimits,
  signal: AbortSignal,
): Promise<void> {
  const followed = new Map<string, Followed>();
  const work = new Set<Promise<void>>();
  let active = 0;
  let refused = false;

  const sayEnd = (one: Followed): void => {
    if (one.ended !== "") channel.say({ type: "notice", source: one.source, text: one.ended });
    one.ended = "";
  };
  const follow = (id: string, name: string, labels: Labels): void => {
    let one = followed.get(id);
    if (one?.active === true) {
      one.again = true;
      return;
    }
    if (active >= limits.containers || (one === undefined && followed.size >= limits.sources)) {
      if (!refused)
        channel.say({ type: "notice", source: 0, text: "There are more containers than are followed here." });
      refused = true;
      return;
    }
    if (one === undefined) {
      one = { source: followed.size, since: "", active: false, again: false, ended: "" };
      followed.set(id, one);
      const place = composePlaceOf(labels);
      channel.say({
        type: "source",
        source: one.source,
        container: id,
        label: place === null ? name : `${place.service}-${place.number}`,
        service: place?.service ?? null,
      });
    }
    const { source } = one;
    const mine = one;
    mine.active = true;
    active += 1;
    const done = (async () => {
      do {
        mine.again = false;
        mine.since = await followContainer(
          engine,
          { id, source, since: mine.since },
          channel,
          limits,
          signal,
        );
        sayEnd(mine);
      } while (startedAnew(mine));
      mine.active = false;
      active -= 1;
    })();
    work.add(done);
    void done.finally(() => work.delete(done));
  };

  try {
    const filters =
      of.kind === "project"
        ? { type: ["container"], event: ["start", "die"], label: [`${PROJECT_LABEL}=${of.project}`] }
        : { type: ["container"], event: ["start", "die"], container: [of.id] };
    // Before the list: what starts in between is then told twice and followed once.
    const events = await engine.stream({
      method: "GET",
      path: `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`,
      signal,
      headersTimeoutMs: 10_000,
    });
    try {
      if (events.statusCode !== 200) return;
      for (const one of await listFollowed(engine, of, signal))
        follow(one.Id, (one.Names[0] ?? one.Id.slice(0, 12)).replace(/^\//, "").slice(0, 100), one.Labels);
      for await (const value of readJsonLines(events, EVENT_LIMITS)) {
        const parsed = containerEvent.safeParse(value);
        if (!parsed.success) continue;
        const { ID, Attributes } = parsed.data.Actor;
        if (parsed.data.Action === "start") follow(ID, (Attributes["name"] ?? "").slice(0, 100), Attributes);
        const gone = parsed.data.Action === "die" ? followed.get(ID) : undefined;
        if (gone !== undefined) {
          const code = /^\d{1,3}$/.exec(Attributes["exitCode"] ?? "")?.[0];
          gone.ended = code === undefined ? "ended." : `ended with exit code ${code}.`;
          if (!gone.active) sayEnd(gone);
        }
      }
    } finally {
      events.destroy();
    }
  } catch {
    // The seat went to sleep, its engine ended, or the page is gone: all of it ends here.
  }
  await Promise.all(work);
}

async function listFollowed(engine: Engine, of: LogsOf, signal: AbortSignal) {
  const filters = of.kind === "project" ? { label: [`${PROJECT_LABEL}=${of.project}`] } : { id: [of.id] };
  return engine.json(
    {
      method: "GET",
      path: `/containers/json?all=1&limit=100&filters=${encodeURIComponent(JSON.stringify(filters))}`,
      timeoutMs: 5000,
      signal,
    },
    followedContainers,
  );
}
