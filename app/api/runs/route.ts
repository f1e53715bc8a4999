import { startRunRequest } from "../../../core/run/latest-runs.ts";
import { site } from "../../../server/index.ts";
import { errorBody, json, writeRoute } from "../handle-route.ts";
import { readJson } from "../read-body.ts";

export const dynamic = "force-dynamic";

/** Starts a run: 201 with it, 409 with the one of this lab and kind that is unfinished. */
export const POST = writeRoute(async ({ request, studentId }) => {
  const { lab, kind } = await readJson(request, startRunRequest, 4096);
  const result = await site().runs.startRun(studentId, lab, kind);
  if (result.status === "started") return json({ run: result.run }, 201);
  const message = `A ${kind === "start" ? "run" : kind} of yours is under way already.`;
  return json({ run: result.run, ...errorBody("CONFLICT", message) }, 409);
});
