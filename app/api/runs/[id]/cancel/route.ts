import { site } from "../../../../../server/index.ts";
import { json, writeRoute } from "../../../handle-route.ts";

export const dynamic = "force-dynamic";

/** Ends a run; answers with it once it has ended, or after two seconds. */
export const POST = writeRoute<{ id: string }>(async ({ studentId, params }) =>
  json(await site().runs.cancelRun(studentId, params.id)),
);
