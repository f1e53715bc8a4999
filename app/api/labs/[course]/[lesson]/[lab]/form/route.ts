import type { ErrorCode } from "../../../../../../../core/errors.ts";
import { isAppError } from "../../../../../../../core/errors.ts";
import type { FormNotice } from "../../../../../../../core/lab/form-notice.ts";
import { slug } from "../../../../../../../core/lab/lab-id.ts";
import { site } from "../../../../../../../server/index.ts";
import { answerError, errorBody, json, writeRoute } from "../../../../../handle-route.ts";
import { readText } from "../../../../../read-body.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";
import { workspaceForm } from "./schema.ts";

export const dynamic = "force-dynamic";

const noticeOf: Partial<Record<ErrorCode, FormNotice>> = {
  BAD_REQUEST: "bad-request",
  NOT_ALLOWED_FOR_FILE: "not-allowed",
  TOO_LARGE: "too-large",
  CONFLICT: "nothing-to-undo",
  SEAT_HOST_MISSING: "no-seats",
  SEAT_UNAVAILABLE: "no-seats",
};

/** The forms of the page without JavaScript: saves, does what the button says, and leads back to the lesson. */
export const POST = writeRoute<LabParams>(async ({ request, studentId, params }) => {
  const { course, lesson, lab } = params;
  if (![course, lesson, lab].every((part) => slug.safeParse(part).success)) {
    return json(errorBody("NOT_FOUND", "There is no such lab."), 404);
  }
  const back = (notice: FormNotice, path?: string): Response => {
    const query = new URLSearchParams({ lab, notice, ...(path === undefined ? {} : { file: path }) });
    const location = `/${course}/${lesson}?${query.toString()}#workspace`;
    return new Response(null, { status: 303, headers: { Location: location, "Cache-Control": "no-store" } });
  };
  let path: string | undefined;
  try {
    // Percent-encoded text takes three bytes for one.
    const text = await readText(request, site().config.FILE_BYTES * 3 + 4096);
    const parsed = workspaceForm.safeParse(Object.fromEntries(new URLSearchParams(text)));
    if (!parsed.success) return back("bad-request");
    path = parsed.data.path;
    return back(await site().workspaces.submitForm(studentId, labIdOf(params), parsed.data), path);
  } catch (error) {
    const notice = isAppError(error) ? noticeOf[error.code] : undefined;
    // A lab that is not there has no page to go back to; a fault is logged before it becomes a notice.
    if (isAppError(error) && error.code === "NOT_FOUND") return answerError(error, request);
    if (notice === undefined) answerError(error, request);
    return back(notice ?? "failed", path);
  }
});
