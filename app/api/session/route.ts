import { site } from "../../../server/index.ts";
import { ownPath } from "../../own-path.ts";
import { openWriteRoute } from "../handle-route.ts";
import { readText } from "../read-body.ts";

export const dynamic = "force-dynamic";

const MAX_BYTES = 4096;

/** The forms of the page that says how to come in: signs in by an invitation, or signs out. Leads back to a page. */
export const POST = openWriteRoute(async ({ request, session }) => {
  const form = new URLSearchParams(await readText(request, MAX_BYTES));
  const to = ownPath(form.get("to"));
  if (form.has("leave")) {
    if (session !== null) await site().entrance.signOut(session.studentId);
    return leadTo("/enter?notice=left", site().entrance.takeSession);
  }
  // The browser's own word for where it is, which has been held against the Host; behind a proxy only it knows.
  const isSecure = request.headers.get("origin")?.startsWith("https:") === true;
  const signedIn = await site().entrance.signIn(form.get("invitation") ?? "", isSecure);
  if (signedIn.status === "signed-in") return leadTo(to, [signedIn.setCookie]);
  return leadTo(`/enter?${new URLSearchParams({ notice: signedIn.status, to }).toString()}`);
});

function leadTo(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: location, "Cache-Control": "no-store" });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 303, headers });
}
