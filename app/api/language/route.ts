import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import { LANGUAGE_COOKIE, parseLanguage } from "../../../core/text/language.ts";
import { ownPath } from "../../own-path.ts";
import { openWriteRoute } from "../handle-route.ts";
import { readText } from "../read-body.ts";

export const dynamic = "force-dynamic";

const MAX_BYTES = 200;
const YEAR_SECONDS = 31_536_000;

/** The form of the language switch: keeps the choice in a cookie and leads back to where it was made. */
export const POST = openWriteRoute(async ({ request }) => {
  const form = new URLSearchParams(await readText(request, MAX_BYTES));
  const language = parseLanguage(form.get("language"));
  if (language === null) {
    throw new AppError("BAD_REQUEST", {
      message: "a language that is none of ours",
      userMessage: say("language.none"),
    });
  }
  return new Response(null, {
    status: 303,
    headers: {
      Location: ownPath(request.headers.get("referer")),
      "Set-Cookie": `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`,
      "Cache-Control": "no-store",
    },
  });
});
