import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import { wordMessage } from "../../core/messages/word-message.ts";
import { languageOf } from "../../core/text/choose-language.ts";
import type { Language } from "../../core/text/language.ts";
import type { Fate } from "../db/who-asks.ts";
import { securityHeaders } from "./security-headers.ts";

const RETRY_SECONDS = 5;

interface Originals {
  readonly writeHead: (status: number, headers: Readonly<Record<string, string>>) => unknown;
  readonly end: (text: string) => unknown;
}

/** As they are now: what is put around them later does not count. */
const functionsOf = ({
  writeHead,
  write,
  end,
}: Originals & { readonly write: (text: string) => unknown }) => ({
  writeHead,
  write,
  end,
});

/** Answers a request that found no room, in words: 429 or 503, with the time after which to try again. */
export function answerBusy(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  if (response.headersSent || response.destroyed) return;
  answer(request, response, error, functionsOf(response));
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  error: AppError,
  { writeHead, end }: Originals,
): void {
  const isApi = (request.url ?? "").startsWith("/api/");
  const reads = request.method === "GET" || request.method === "HEAD";
  writeHead.call(response, error.status, {
    ...securityHeaders,
    "Retry-After": String(RETRY_SECONDS),
    "Cache-Control": "no-store",
    "Content-Type": isApi ? "application/json" : "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    // A body that was not read is in the way of the next request.
    ...(reads ? {} : { Connection: "close" }),
  });
  const language = languageOf({ get: (name) => request.headers[name]?.toString() });
  end.call(response, isApi ? body(error, language) : page(error, language));
}

/**
 * Whatever is about to be answered as a fault of ours although the database had no time is answered as what it is.
 * The answer's own text, which says that something broke, is left out.
 */
export function tellBusy(request: IncomingMessage, response: ServerResponse, fate: Fate): void {
  const { writeHead, write, end } = functionsOf(response);
  let mode: "look" | "pass" | "swallow" = "look";
  // Never set back: what comes after us (compression) has put itself around these functions.
  const guard =
    <F extends (...given: never[]) => unknown>(original: F, swallowed: unknown) =>
    (...given: Parameters<F>): unknown => {
      if (mode === "look") {
        const first: unknown = given[0];
        const status = original === (writeHead as unknown) && typeof first === "number" ? first : null;
        if (isFault(fate, status ?? response.statusCode)) {
          mode = "pass";
          for (const name of response.getHeaderNames()) response.removeHeader(name);
          answer(request, response, busyError(), { writeHead, end });
          mode = "swallow";
        } else if (status !== null) mode = "pass";
      }
      return mode === "swallow" ? swallowed : original.apply(response, given);
    };
  Object.assign(response, {
    writeHead: guard(writeHead as (...given: never[]) => unknown, response),
    write: guard(write as (...given: never[]) => unknown, true),
    end: guard(end as (...given: never[]) => unknown, response),
  });
}

const isFault = (fate: Fate, status: number) => fate.busy && status >= 500 && status !== 503;

const busyError = () =>
  new AppError("BUSY", {
    message: "the database had no time",
    userMessage: say("site.database-busy"),
  });

const body = (error: AppError, language: Language) =>
  JSON.stringify({ error: { code: error.code, message: error.wordIn(language) } });

/** The words are ours alone: nothing of the request is in them. */
function page(error: AppError, language: Language): string {
  const title = wordMessage(say("site.one-moment"), language);
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${RETRY_SECONDS}"><title>${title}</title>
<h1>${title}</h1><p>${error.wordIn(language)}</p><p>${wordMessage(say("site.tries-again"), language)}</p></html>
`;
}
