import { site } from "../../../../../../../server/index.ts";
import { json, writeRoute } from "../../../../../handle-route.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";

export const dynamic = "force-dynamic";

/** The solution. A POST, because that it was opened is kept. */
export const POST = writeRoute<LabParams>(async ({ studentId, params }) =>
  json(await site().workspaces.openSolution(studentId, labIdOf(params))),
);
