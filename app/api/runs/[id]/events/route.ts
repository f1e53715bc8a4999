import { AppError } from "../../../../../core/errors.ts";
import { say } from "../../../../../core/messages/say.ts";
import { site } from "../../../../../server/index.ts";
import { eventStream, streamSignal } from "../../../event-stream.ts";
import { readRoute } from "../../../handle-route.ts";

export const dynamic = "force-dynamic";

/** Largest number that a run's events can have (a 32-bit column). */
const MAX_SEQ = 2_147_483_647;

/**
 * Server-sent events of a run: `id` is the event's seq, `data` the event as JSON. Goes on after the header
 * Last-Event-ID, or after `?after=`. 204, which tells a browser not to come back, when all has been sent.
 */
export const GET = readRoute<{ id: string }>(async ({ request, studentId, params }) => {
  const query = new URL(request.url).searchParams.get("after");
  const after = parseSeq(request.headers.get("last-event-id") ?? query ?? "0");
  const signal = streamSignal(request);
  const stream = await site().runs.openRunStream(studentId, params.id, after, signal);
  if (stream === null) return new Response(null, { status: 204 });
  return eventStream(stream);
});

function parseSeq(text: string): number {
  const seq = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (seq <= MAX_SEQ) return seq;
  throw new AppError("BAD_REQUEST", {
    message: `not a sequence number: ${JSON.stringify(text.slice(0, 50))}`,
    userMessage: say("request.no-event-number"),
  });
}
