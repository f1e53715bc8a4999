import { site } from "../../../server/index.ts";
import { json, readRoute, writeRoute } from "../handle-route.ts";
import { readJson } from "../read-body.ts";
import { createTerminalRequest } from "./schema.ts";

export const dynamic = "force-dynamic";

/** The student's terminals, oldest first. */
export const GET = readRoute(({ studentId }) =>
  Promise.resolve(json({ terminals: site().terminals.listTerminals(studentId) })),
);

/** A new terminal in the folder of a lab; it is reached at /api/terminals/<id>/socket. */
export const POST = writeRoute(async ({ request, studentId }) => {
  const { lab } = await readJson(request, createTerminalRequest, 4096);
  return json(await site().terminals.createTerminal(studentId, lab), 201);
});
