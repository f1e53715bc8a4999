import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { HeaderReader } from "../site.ts";

/**
 * Refuses a write that another site made a browser send. Every browser in use sends Origin or
 * Sec-Fetch-Site with a write, so that one with neither is refused too.
 * @throws AppError FORBIDDEN
 */
export function checkOrigin(headers: HeaderReader): void {
  const origin = headers.get("origin");
  const host = headers.get("host");
  const accepted =
    origin === null
      ? headers.get("sec-fetch-site") === "same-origin"
      : host !== null && originHost(origin) === host.toLowerCase();
  if (accepted) return;
  throw new AppError("FORBIDDEN", {
    message: `write refused: origin ${JSON.stringify(origin)} for host ${JSON.stringify(host)}`,
    userMessage: say("request.foreign"),
  });
}

/** Host and port of an http(s) origin; null for "null" and everything else. */
function originHost(origin: string): string | null {
  try {
    const url = new URL(origin);
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.origin === origin.toLowerCase() ? url.host : null;
  } catch {
    return null;
  }
}
