import { site } from "../../../../server/index.ts";
import { json, writeRoute } from "../../handle-route.ts";

export const dynamic = "force-dynamic";

/** Closes a terminal: its shell and what runs in it end. */
export const DELETE = writeRoute<{ id: string }>(({ studentId, params }) => {
  site().terminals.closeTerminal(studentId, params.id);
  return Promise.resolve(json({ closed: true }));
});
