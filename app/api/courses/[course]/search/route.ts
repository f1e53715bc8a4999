import { AppError } from "../../../../../core/errors.ts";
import { say } from "../../../../../core/messages/say.ts";
import { site } from "../../../../../server/index.ts";
import { json, readRoute } from "../../../handle-route.ts";
import { searchParams } from "./schema.ts";

export const dynamic = "force-dynamic";

/** As many as one looks through in a small dialog. */
const LIMIT = 8;

export const GET = readRoute<{ readonly course: string }>(async ({ request, params }) => {
  const { q, language } = searchParams.parse(Object.fromEntries(new URL(request.url).searchParams));
  const hits = await site().courses.searchCourse(params.course, { query: q, language, limit: LIMIT });
  if (hits === null)
    throw new AppError("NOT_FOUND", { message: "no such course", userMessage: say("course.none") });
  return json({ hits });
});
