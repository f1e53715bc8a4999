import { site } from "../../../../server/index.ts";
import { errorBody, json, readRoute } from "../../handle-route.ts";

export const dynamic = "force-dynamic";

export const GET = readRoute<{ id: string }>(async ({ studentId, params }) => {
  const run = await site().runs.getRun(studentId, params.id);
  return run === null ? json(errorBody("NOT_FOUND", "There is no such run."), 404) : json(run);
});
