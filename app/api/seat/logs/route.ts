import { AppError } from "../../../../core/errors.ts";
import { say } from "../../../../core/messages/say.ts";
import type { LogsOf } from "../../../../core/seat/log-events.ts";
import { site } from "../../../../server/index.ts";
import { eventStream, streamSignal } from "../../event-stream.ts";
import { readRoute } from "../../handle-route.ts";

export const dynamic = "force-dynamic";

/**
 * Server-sent events of what containers in the student's seat print: of all services of `?project=`, or of one
 * `?container=` (64 hexadecimal digits). Each `data` is a SeatLogEvent as JSON.
 */
export const GET = readRoute(async ({ request, studentId }) => {
  const signal = streamSignal(request);
  const stream = await site().containers.followLogs(
    studentId,
    readTarget(new URL(request.url).searchParams),
    signal,
  );
  return eventStream(stream);
});

function readTarget(query: URLSearchParams): LogsOf {
  const id = query.get("container") ?? "";
  const project = query.get("project") ?? "";
  if (/^[0-9a-f]{64}$/.test(id) && project === "") return { kind: "container", id };
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(project) && id === "") return { kind: "project", project };
  throw new AppError("BAD_REQUEST", {
    message: "neither a project nor a container",
    userMessage: say("logs.of-what"),
  });
}
