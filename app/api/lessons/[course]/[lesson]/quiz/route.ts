import { quizRequest } from "../../../../../../core/course/quiz.ts";
import { AppError } from "../../../../../../core/errors.ts";
import { say } from "../../../../../../core/messages/say.ts";
import { site } from "../../../../../../server/index.ts";
import { json, writeRoute } from "../../../../handle-route.ts";
import { readJson, readText } from "../../../../read-body.ts";

export const dynamic = "force-dynamic";

interface LessonParams {
  readonly course: string;
  readonly lesson: string;
}

const MAX_BYTES = 1024;

/** Keeps an answer: as JSON from the page, or as a form that leads back to the question without JavaScript. */
export const POST = writeRoute<LessonParams>(async ({ request, studentId, params }) => {
  const { course, lesson } = params;
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    const answer = await readJson(request, quizRequest, MAX_BYTES);
    return json(await site().courses.answerQuiz(studentId, course, lesson, answer));
  }
  const form = Object.fromEntries(new URLSearchParams(await readText(request, MAX_BYTES)));
  const parsed = quizRequest.safeParse(form);
  if (!parsed.success) {
    throw new AppError("BAD_REQUEST", {
      message: "a quiz form of another shape",
      userMessage: say("quiz.nothing-chosen"),
    });
  }
  await site().courses.answerQuiz(studentId, course, lesson, parsed.data);
  // Both are slugs: the lesson was found by them.
  const location = `/${course}/${lesson}#quiz-${parsed.data.quiz}`;
  return new Response(null, { status: 303, headers: { Location: location, "Cache-Control": "no-store" } });
});
