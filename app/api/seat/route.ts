import { site } from "../../../server/index.ts";
import { json, readRoute, writeRoute } from "../handle-route.ts";
import { readJson } from "../read-body.ts";
import { changeSeatRequest } from "./schema.ts";

export const dynamic = "force-dynamic";

export const GET = readRoute(async ({ studentId }) => json(await site().seats.getSeatStatus(studentId)));

/** Puts the student's seat to sleep or throws it away; answers with its new status. */
export const POST = writeRoute(async ({ request, studentId }) => {
  const { action } = await readJson(request, changeSeatRequest, 4096);
  return json(await site().seats.changeSeat(studentId, action));
});
