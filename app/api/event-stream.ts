/** Ends a stream when nobody reads it any more. A HEAD asks for the headers alone: nobody ever would. */
export const streamSignal = (request: Request): AbortSignal =>
  request.method === "HEAD" ? AbortSignal.abort() : request.signal;

/** An answer of server-sent events. */
export function eventStream(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // no-transform keeps compression, which would hold events back, off the stream.
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
