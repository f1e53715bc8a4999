import { site } from "../../../../../server/index.ts";
import { readRoute } from "../../../handle-route.ts";

export const dynamic = "force-dynamic";

/** The whole log as a text file, without terminal escapes. */
export const GET = readRoute<{ id: string }>(async ({ studentId, params }) => {
  const log = await site().runs.streamRunLog(studentId, params.id);
  return new Response(log, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      // The id is one of ours by now: letters, digits and hyphens.
      "Content-Disposition": `attachment; filename="run-${params.id}.log"`,
      "Cache-Control": "no-store",
    },
  });
});
