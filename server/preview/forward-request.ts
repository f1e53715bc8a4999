import http from "node:http";
import { pipeline } from "node:stream";
import { isAppError } from "../../core/errors.ts";
import { answerPlainly } from "./answer-plainly.ts";
import { isChunked, requestHeaders, responseHeaders } from "./forward-headers.ts";
import type { PortAgent } from "./port-agent.ts";
import type { PreviewClaim } from "./preview-claim.ts";
import type { PreviewLimits } from "./preview-limits.ts";
import { meter, watchFlow } from "./watch-flow.ts";

export interface ForwardTarget {
  readonly agent: PortAgent;
  readonly claim: PreviewClaim;
  readonly limits: PreviewLimits;
}

const withoutBody = ["GET", "HEAD", "OPTIONS", "DELETE"];

/**
 * One request of a browser to an app in a seat, both bodies as streams with back-pressure. Resolves when it is
 * over, however it ends; never rejects.
 */
export function forwardRequest(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  target: ForwardTarget,
): Promise<void> {
  const { limits } = target;
  return new Promise((resolve) => {
    let outgoing: http.ClientRequest | null = null;
    let over = false;
    const finish = () => {
      if (over) return;
      over = true;
      watch.stop();
      clearTimeout(answer);
      outgoing?.destroy();
      resolve();
    };
    const fail = (status: number, heading: string, text: string) => {
      if (over) return;
      answerPlainly(response, status, heading, text);
      request.resume();
      finish();
    };
    const watch = watchFlow(limits.idleMs, limits.longestMs, () => {
      response.destroy();
      finish();
    });
    let answer: NodeJS.Timeout | undefined;
    const awaitAnswer = () => {
      clearTimeout(answer);
      answer = setTimeout(
        () => fail(504, "No answer", "Your app took the request and did not answer in time."),
        limits.answerMs,
      );
    };
    response.once("close", finish);

    const hasBody = isChunked(request.rawHeaders) || Number(request.headers["content-length"] ?? 0) > 0;
    const send = (isLast: boolean) => {
      try {
        outgoing = http.request({
          agent: target.agent,
          method: request.method,
          path: request.url,
          headers: outgoingHeaders(request, target.claim.secure),
        });
      } catch {
        fail(400, "This address cannot be sent", "It has characters that a request cannot carry.");
        return;
      }
      const sent = outgoing;
      sent.on("error", (error: NodeJS.ErrnoException) => {
        if (over || sent !== outgoing) return;
        if (response.headersSent) {
          response.destroy();
          finish();
        } else if (sent.reusedSocket && !isLast && !hasBody) send(true);
        else fail(...explain(error, target.claim));
      });
      sent.on("upgrade", (_answer, stream) => {
        stream.destroy();
        fail(...explain({ code: "HPE_UPGRADE" }, target.claim));
      });
      sent.on("response", (incoming) => {
        clearTimeout(answer);
        try {
          response.writeHead(
            incoming.statusCode ?? 502,
            incoming.statusMessage,
            responseHeaders(incoming.rawHeaders).flat(),
          );
        } catch {
          fail(...explain({ code: "HPE_HEADERS" }, target.claim));
          return;
        }
        // Headers at once: the first event of a stream may be a long time coming.
        response.flushHeaders();
        pipeline(incoming, meter({ ...limits, maxBytes: limits.responseBytes }, watch), response, () =>
          finish(),
        );
      });
      awaitAnswer();
      if (!hasBody) sent.end();
      else {
        // Not a pipeline: that would end the browser's connection before it is told why.
        const metered = meter({ ...limits, maxBytes: limits.requestBytes }, watch);
        metered.on("error", () => {
          request.unpipe(metered);
          fail(413, "Too large", `A preview takes at most ${limits.requestBytes} bytes at a time.`);
        });
        metered.on("data", () => {
          if (!response.headersSent) awaitAnswer();
        });
        request.pipe(metered).pipe(sent);
      }
    };
    send(false);
  });
}

/** Headers name and value in turn. A body keeps its framing, so that its end is where the browser said. */
function outgoingHeaders(request: http.IncomingMessage, secure: boolean): string[] {
  const headers = requestHeaders(request.rawHeaders, secure).flat();
  if (isChunked(request.rawHeaders)) headers.push("Transfer-Encoding", "chunked");
  else if (request.headers["content-length"] === undefined && !withoutBody.includes(request.method ?? ""))
    headers.push("Content-Length", "0");
  return headers;
}

/** Why there is no answer of the app, in words: status, heading, text. */
function explain(error: { code?: unknown }, { of, port }: PreviewClaim): [number, string, string] {
  if (isAppError(error)) return [error.status, "Your seat does not answer", error.userMessage];
  if (typeof error.code === "string" && error.code.startsWith("HPE_")) {
    return [502, "No HTTP", `What answers on port ${port} of your ${of} does not speak HTTP as it should.`];
  }
  return [
    502,
    "Nothing answers",
    `Nothing answers on port ${port} of your ${of}. The app may still be starting, or it listens on 127.0.0.1 in its container, where nobody outside reaches it: look at its log, then reload this page.`,
  ];
}
