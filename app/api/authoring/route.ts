import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import { site } from "../../../server/index.ts";
import { eventStream, streamSignal } from "../event-stream.ts";
import { readRoute } from "../handle-route.ts";

export const dynamic = "force-dynamic";

/** Server-sent events (`ContentChange`) of what an author saves. 404 on a site that is not run for authors. */
export const GET = readRoute(async ({ request }) => {
  const stream = site().courses.followContent(streamSignal(request));
  if (stream === null) {
    throw new AppError("NOT_FOUND", {
      message: "the site does not run for authors",
      userMessage: say("authoring.off"),
    });
  }
  return await Promise.resolve(eventStream(stream));
});
