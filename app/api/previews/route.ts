import { site } from "../../../server/index.ts";
import { json, writeRoute } from "../handle-route.ts";
import { readJson } from "../read-body.ts";
import { openPreviewRequest } from "./schema.ts";

export const dynamic = "force-dynamic";

/** A link into a preview of a port of the student's seat; it works once, within a minute. */
export const POST = writeRoute(async ({ request, session, studentId }) => {
  const target = await readJson(request, openPreviewRequest, 4096);
  // The browser's own word for where it is, which has been held against the Host; through a tunnel only it knows.
  const origin = request.headers.get("origin") ?? `http://${request.headers.get("host") ?? ""}`;
  return json({ url: await site().previews.openPreview(studentId, target, origin, session.expiresAt) }, 201);
});
