import { AppError } from "../../../../../../core/errors.ts";
import { say } from "../../../../../../core/messages/say.ts";
import { site } from "../../../../../../server/index.ts";
import { json, writeRoute } from "../../../../handle-route.ts";

export const dynamic = "force-dynamic";

/** Stops a container in the student's own seat. */
export const POST = writeRoute<{ id: string }>(async ({ studentId, params }) => {
  if (!/^[0-9a-f]{64}$/.test(params.id)) {
    throw new AppError("NOT_FOUND", {
      message: "not the id of a container",
      userMessage: say("container.none"),
    });
  }
  await site().containers.stopContainer(studentId, params.id);
  return json({ stopped: true });
});
