import { randomUUID } from "node:crypto";
import { isAppError } from "../../core/errors.ts";
import type { ErrorCode } from "../../core/errors.ts";
import { checkOrigin, readSession } from "../../server/index.ts";

export interface RouteInput<P> {
  readonly request: Request;
  readonly studentId: string;
  readonly params: P;
}

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

/** A route that changes nothing. */
export function readRoute<P = object>(operate: (input: RouteInput<P>) => Promise<Response>): Handler<P> {
  return (request, context) => answer(request, context, operate);
}

/** A route that changes something: refused when another site made the browser send it. */
export function writeRoute<P = object>(operate: (input: RouteInput<P>) => Promise<Response>): Handler<P> {
  return (request, context) =>
    answer(request, context, (input: RouteInput<P>) => {
      checkOrigin(request.headers);
      return operate(input);
    });
}

/** JSON that no cache keeps. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: { "Cache-Control": "no-store" } });
}

/** The body of every error: a code for programs, words for the person at the page. */
export function errorBody(code: ErrorCode, message: string): { error: { code: string; message: string } } {
  return { error: { code, message } };
}

async function answer<P>(
  request: Request,
  context: { params: Promise<P> },
  operate: (input: RouteInput<P>) => Promise<Response>,
): Promise<Response> {
  try {
    const { studentId } = readSession(request.headers);
    return await operate({ request, studentId, params: await context.params });
  } catch (error) {
    return answerError(error, request);
  }
}

/** What a fault looks like from outside: never its stack, never its message for the log. */
export function answerError(error: unknown, request: Request): Response {
  const { pathname } = new URL(request.url);
  if (isAppError(error)) {
    if (error.status >= 500) console.warn(`${request.method} ${pathname}: ${error.code}: ${error.message}`);
    return json(errorBody(error.code, error.userMessage), error.status);
  }
  const reference = randomUUID().slice(0, 8);
  console.error(`${request.method} ${pathname} (${reference}):`, error);
  const message = `Something broke on our side; it is in the site's log under ${reference}. What you saved is safe. Try again in a moment.`;
  return json(errorBody("INTERNAL", message), 500);
}
