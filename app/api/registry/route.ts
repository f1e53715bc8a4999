import { deletePushedRequest } from "../../../core/registry/listing.ts";
import { site } from "../../../server/index.ts";
import { json, readRoute, writeRoute } from "../handle-route.ts";
import { readJson } from "../read-body.ts";

export const dynamic = "force-dynamic";

/** What the student has in the class registry. */
export const GET = readRoute(async ({ studentId }) => json(await site().registry.listPushed(studentId)));

/** Deletes one image of theirs, with its tags. */
export const DELETE = writeRoute(async ({ request, studentId }) => {
  await site().registry.deletePushed(studentId, await readJson(request, deletePushedRequest, 4096));
  return json({ deleted: true });
});
