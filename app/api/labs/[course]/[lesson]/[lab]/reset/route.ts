import { resetRequest } from "../../../../../../../core/lab/open-workspace.ts";
import { site } from "../../../../../../../server/index.ts";
import { json, writeRoute } from "../../../../../handle-route.ts";
import { readJson } from "../../../../../read-body.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";

export const dynamic = "force-dynamic";

/** Resets one file or all, or undoes the last reset; answers with all files. */
export const POST = writeRoute<LabParams>(async ({ request, studentId, params }) => {
  const body = await readJson(request, resetRequest, 4096);
  return json(await site().workspaces.resetWorkspace(studentId, labIdOf(params), body));
});
