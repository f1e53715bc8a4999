import { AppError } from "../../../../../../../core/errors.ts";
import { say } from "../../../../../../../core/messages/say.ts";
import { site } from "../../../../../../../server/index.ts";
import { readRoute } from "../../../../../handle-route.ts";

export const dynamic = "force-dynamic";

interface Params {
  readonly course: string;
  readonly lesson: string;
  /** Decoded, one for each folder. */
  readonly path: readonly string[];
}

export const GET = readRoute<Params>(async ({ request, params: { course, lesson, path } }) => {
  const picture = await site().courses.getPicture(course, lesson, path.join("/"));
  if (picture === null)
    throw new AppError("NOT_FOUND", { message: "no such picture", userMessage: say("lesson.no-picture") });
  const tag = `"${picture.version}"`;
  // Asked for each time, since an author may have drawn it anew; sent again only then.
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  if (request.headers.get("if-none-match") === tag) return new Response(null, { status: 304, headers });
  return new Response(picture.bytes, { headers: { ...headers, "Content-Type": picture.mediaType } });
});
