import { AppError } from "../../../../../../../core/errors.ts";
import { markStepRequest } from "../../../../../../../core/lab/step.ts";
import { say } from "../../../../../../../core/messages/say.ts";
import { site } from "../../../../../../../server/index.ts";
import { json, writeRoute } from "../../../../../handle-route.ts";
import { readJson, readText } from "../../../../../read-body.ts";
import type { LabParams } from "../lab-params.ts";
import { labIdOf } from "../lab-params.ts";

export const dynamic = "force-dynamic";

const MAX_BYTES = 1024;

/**
 * Ticks a step off, or takes the tick back: as JSON from the page, answered with all that are ticked off, or as a form
 * that leads back to the lesson without JavaScript.
 */
export const POST = writeRoute<LabParams>(async ({ request, studentId, params }) => {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    return json(
      await site().workspaces.markStep(
        studentId,
        labIdOf(params),
        await readJson(request, markStepRequest, MAX_BYTES),
      ),
    );
  }
  const form = new URLSearchParams(await readText(request, MAX_BYTES));
  const parsed = markStepRequest.safeParse({ step: form.get("step"), done: form.get("done") === "true" });
  if (!parsed.success) {
    throw new AppError("BAD_REQUEST", {
      message: "a form of steps of another shape",
      userMessage: say("step.not-understood"),
    });
  }
  await site().workspaces.markStep(studentId, labIdOf(params), parsed.data);
  // All three are slugs: the lab was found by them.
  const { course, lesson, lab } = params;
  const location = `/${course}/${lesson}?lab=${lab}#workspace`;
  return new Response(null, { status: 303, headers: { Location: location, "Cache-Control": "no-store" } });
});
