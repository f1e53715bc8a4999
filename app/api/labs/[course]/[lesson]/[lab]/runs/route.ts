import { site } from "../../../../../../../server/index.ts";
import { json, readRoute } from "../../../../../handle-route.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";

export const dynamic = "force-dynamic";

/** The newest run of each kind, the reports of the last two builds, the last grade report. */
export const GET = readRoute<LabParams>(async ({ studentId, params }) =>
  json(await site().runs.getLatestRuns(studentId, labIdOf(params))),
);
