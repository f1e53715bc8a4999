import type { IncomingMessage, ServerResponse } from "node:http";
import { wordMessage } from "../../core/messages/word-message.ts";
import { languageOf } from "../../core/text/choose-language.ts";
import { signedOutWords } from "../session/not-signed-in.ts";
import { takeSession } from "../session/session-cookie.ts";
import { securityHeaders } from "./security-headers.ts";

/**
 * The answer to nobody: programs get 401 in words, a browser that opens a page is led to the one that says how to
 * come in. A cookie that counts for nothing is taken away there, so that it locks nobody out.
 */
export function turnAway(request: IncomingMessage, response: ServerResponse, isBad: boolean): void {
  const url = request.url ?? "/";
  const isPage = !url.startsWith("/api/") && (request.method === "GET" || request.method === "HEAD");
  const common = { ...securityHeaders, "Cache-Control": "no-store", Connection: "close" };
  if (!isPage) {
    const body = JSON.stringify({
      error: {
        code: "NOT_SIGNED_IN",
        message: wordMessage(
          isBad ? signedOutWords.bad : signedOutWords.none,
          languageOf({ get: (name) => request.headers[name]?.toString() }),
        ),
      },
    });
    response.writeHead(401, { ...common, "Content-Type": "application/json" });
    response.end(body);
    return;
  }
  const query = new URLSearchParams({ ...(isBad ? { notice: "ended" } : {}), to: url.slice(0, 500) });
  response.writeHead(303, {
    ...common,
    Location: `/enter?${query.toString()}`,
    "Content-Length": 0,
    ...(isBad ? { "Set-Cookie": [...takeSession] } : {}),
  });
  response.end();
}
