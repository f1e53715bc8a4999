import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, isAppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import { asStudent, type Fate } from "../db/who-asks.ts";
import { FairPlaces } from "../limits/fair-places.ts";
import { answerBusy, tellBusy } from "./answer-busy.ts";
import { LoopShare } from "./loop-share.ts";

/** How long a piece of a long answer waits at most: whoever reads it must not take it for dead. */
const PACE_MS = 2000;
/** How long a request waits for its turn; then its student is told to come back. */
const WAIT_MS = 15_000;
const own = { inAll: Number.POSITIVE_INFINITY, reserved: 0, waiting: 60, waitMs: WAIT_MS };

type Handle = () => Promise<void>;

/**
 * Lets requests in by turns: of each student two pages and eight requests of the API at a time, all of them no more than
 * a share of the event loop while others are there. What has to wait does; what would wait too long is answered 429 in
 * words. What fails because the database had no time is answered 503, never 500. What is asked of the database counts
 * as that student's.
 * @param studentOf whose request it is; those that are nobody's share one place in line, by the address they come from
 */
export function createStudentGate(
  studentOf: (request: IncomingMessage) => string | null,
): (request: IncomingMessage, response: ServerResponse, handle: Handle) => Promise<void> {
  const lanes = {
    page: { own: new FairPlaces({ ...own, perKey: 2 }), all: allOf(24) },
    api: { own: new FairPlaces({ ...own, perKey: 8 }), all: allOf(400) },
  };
  const share = new LoopShare({ burstMs: 4000, msPerSecond: 100, mostMs: 2000, othersMs: 10_000 });

  return async (request, response, handle) => {
    const kind = kindOf(request.url ?? "/");
    if (kind === "file") return handle();
    const studentId = studentOf(request) ?? `from ${request.socket.remoteAddress ?? ""}`;
    const fate: Fate = { busy: false };
    const pace = async (spentMs: number) => {
      share.spend(studentId, spentMs);
      const ms = share.waitMs(studentId);
      if (ms > 0) await sleep(Math.min(ms, PACE_MS));
    };
    const work = () => asStudent(studentId, fate, handle, pace);
    try {
      const lane = lanes[kind === "page" ? "page" : "api"];
      const leaveOwn = await lane.own.enter({ key: studentId });
      try {
        await waitForShare(share, studentId);
        if (response.destroyed) return;
        tellBusy(request, response, fate);
        // An event stream lasts, and has a count of its own.
        if (kind === "stream") {
          leaveOwn();
          await work();
          return;
        }
        const leave = await lane.all.enter({ key: studentId });
        // A download says itself what its pieces take.
        const end = kind === "download" ? () => undefined : share.begin(studentId);
        try {
          await Promise.all([work(), ended(response)]);
        } finally {
          end();
          leave();
        }
      } finally {
        leaveOwn();
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      answerBusy(request, response, error);
    }
  };
}

const allOf = (inAll: number) =>
  new FairPlaces({ inAll, reserved: 0, perKey: inAll, waiting: 1000, waitMs: WAIT_MS });

/** What is not a page and not the API is a file that the build has made: it costs next to nothing. */
function kindOf(url: string): "page" | "api" | "stream" | "download" | "file" {
  const path = url.split("?", 1)[0] ?? "";
  if (/^\/(_next\/static|editor)\//.test(path)) return "file";
  if (!path.startsWith("/api/")) return "page";
  if (/^\/api\/runs\/[^/]+\/log$/.test(path)) return "download";
  return /^\/api\/(runs\/[^/]+\/events|seat\/logs|authoring)$/.test(path) ? "stream" : "api";
}

async function waitForShare(share: LoopShare, studentId: string): Promise<void> {
  for (let waited = 0; ;) {
    const ms = share.waitMs(studentId);
    if (ms === 0) return;
    if (waited + ms > WAIT_MS) {
      throw new AppError("TOO_MANY", {
        message: `the share of ${studentId} comes back in ${Math.round(ms)} ms`,
        userMessage: say("request.too-many-lately"),
      });
    }
    await sleep(ms);
    waited += ms;
  }
}

function ended(response: ServerResponse): Promise<void> {
  if (response.destroyed || response.writableFinished) return Promise.resolve();
  return new Promise((resolve) => response.once("close", resolve).once("finish", resolve));
}
