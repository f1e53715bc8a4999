import type { SaveFileResult } from "../../../../../../../core/lab/workspace.ts";
import { saveFileRequest } from "../../../../../../../core/lab/workspace.ts";
import { site } from "../../../../../../../server/index.ts";
import { errorBody, json, readRoute, writeRoute } from "../../../../../handle-route.ts";
import { readJson } from "../../../../../read-body.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";
import { deleteFileRequest } from "./schema.ts";

export const dynamic = "force-dynamic";

/** The workspace: the lab, its files, whether a reset can be undone. */
export const GET = readRoute<LabParams>(async ({ studentId, params }) =>
  json(await site().workspaces.openWorkspace(studentId, labIdOf(params))),
);

/** Saves one file: 200 saved, 409 conflict with the file as it is. */
export const PUT = writeRoute<LabParams>(async ({ request, studentId, params }) => {
  // In JSON a control character takes six bytes; the file's own limit is checked by the operation.
  const maxBytes = site().config.FILE_BYTES * 6 + 4096;
  const body = await readJson(request, saveFileRequest, maxBytes);
  return answerSave(await site().workspaces.saveFile(studentId, labIdOf(params), body));
});

/** Deletes a file that the student added. */
export const DELETE = writeRoute<LabParams>(async ({ request, studentId, params }) => {
  const body = await readJson(request, deleteFileRequest, 4096);
  return answerSave(await site().workspaces.deleteFile(studentId, labIdOf(params), body));
});

function answerSave(result: SaveFileResult): Response {
  if (result.status === "saved") return json(result);
  const message = `${result.current.path} was changed elsewhere since. Nothing was overwritten.`;
  return json({ ...result, ...errorBody("CONFLICT", message) }, 409);
}
