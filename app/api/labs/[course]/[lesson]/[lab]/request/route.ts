import { appRequest } from "../../../../../../../core/lab/workspace.ts";
import { site } from "../../../../../../../server/index.ts";
import { json, writeRoute } from "../../../../../handle-route.ts";
import { readJson } from "../../../../../read-body.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";

export const dynamic = "force-dynamic";

/** Sends a request to the student's running container; its answer comes back as text in JSON. */
export const POST = writeRoute<LabParams>(async ({ request, studentId, params }) => {
  const body = await readJson(request, appRequest, 610_000);
  return json(await site().runs.requestApp(studentId, labIdOf(params), body));
});
