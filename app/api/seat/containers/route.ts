import { site } from "../../../../server/index.ts";
import { json, readRoute } from "../../handle-route.ts";

export const dynamic = "force-dynamic";

/** What runs in the student's seat, by its engine's word. */
export const GET = readRoute(async ({ studentId }) =>
  json(await site().containers.listContainers(studentId)),
);
