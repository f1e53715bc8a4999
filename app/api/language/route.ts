import { languageCookie, parseLanguage } from "../../../core/text/language.ts";
import { AppError } from "../../../core/errors.ts";
import { writeRoute } from "../handle-route.ts";
import { readText } from "../read-body.ts";

export const dynamic = "force-dynamic";

const MAX_BYTES = 200;
const YEAR_SECONDS = 31_536_000;

/** The form of the language switch: keeps the choice in a cookie and leads back to where it was made. */
export const POST = writeRoute(async ({ request }) => {
  const form = new URLSearchParams(await readText(request, MAX_BYTES));
  const language = parseLanguage(form.get("language"));
  if (language === null) {
    throw new AppError("BAD_REQUEST", {
      message: "a language that is none of ours",
      userMessage: "There is no such language here. Your browser's Back leads to the page.",
    });
  }
  return new Response(null, {
    status: 303,
    headers: {
      Location: pathOf(request.headers.get("referer")),
      "Set-Cookie": `${languageCookie}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`,
      "Cache-Control": "no-store",
    },
  });
});

/** Path and question of a page of ours, never another site: the Origin has been checked, and only the path is used. */
function pathOf(referer: string | null): string {
  if (referer === null || !URL.canParse(referer)) return "/";
  const { pathname, search } = new URL(referer);
  // "//host" would be another site's address.
  return `/${pathname.replace(/^[/\\]+/, "")}${search}`;
}
