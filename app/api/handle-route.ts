import { randomUUID } from "node:crypto";
import type { ErrorCode } from "../../core/errors.ts";
import { isAppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import { wordMessage } from "../../core/messages/word-message.ts";
import { languageOf } from "../../core/text/choose-language.ts";
import type { Session } from "../../server/index.ts";
import { site } from "../../server/index.ts";

/** A request of anybody: `session` null is nobody. */
export interface OpenRouteInput<P> {
  readonly request: Request;
  readonly session: Session | null;
  readonly params: P;
}

/** A request of a student. */
export interface RouteInput<P> extends OpenRouteInput<P> {
  readonly session: Session;
  readonly studentId: string;
}

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

/** A route of a student's that changes nothing. 401 for nobody. */
export function readRoute<P = object>(operate: (input: RouteInput<P>) => Promise<Response>): Handler<P> {
  return openReadRoute(asStudent(operate));
}

/** A route of a student's that changes something: refused when another site made the browser send it. */
export function writeRoute<P = object>(operate: (input: RouteInput<P>) => Promise<Response>): Handler<P> {
  return openWriteRoute(asStudent(operate));
}

/** A route for everybody, who is not signed in as well. The listener has a list of them (server/session). */
export function openReadRoute<P = object>(
  operate: (input: OpenRouteInput<P>) => Promise<Response>,
): Handler<P> {
  return (request, context) => answer(request, context, operate);
}

/** The same for one that changes something in the browser that asks. */
export function openWriteRoute<P = object>(
  operate: (input: OpenRouteInput<P>) => Promise<Response>,
): Handler<P> {
  return (request, context) =>
    answer(request, context, (input: OpenRouteInput<P>) => {
      site().entrance.checkOrigin(request.headers);
      return operate(input);
    });
}

function asStudent<P>(
  operate: (input: RouteInput<P>) => Promise<Response>,
): (input: OpenRouteInput<P>) => Promise<Response> {
  return ({ session, ...input }) => {
    if (session === null) throw site().entrance.notSignedIn();
    return operate({ ...input, session, studentId: session.studentId });
  };
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
  operate: (input: OpenRouteInput<P>) => Promise<Response>,
): Promise<Response> {
  try {
    const session = site().entrance.readSession(request.headers);
    return await operate({ request, session, params: await context.params });
  } catch (error) {
    return answerError(error, request);
  }
}

/** What a fault looks like from outside: never its stack, never its message for the log. */
export function answerError(error: unknown, request: Request): Response {
  const { pathname } = new URL(request.url);
  const language = languageOf(request.headers);
  if (isAppError(error)) {
    if (error.status >= 500) console.warn(`${request.method} ${pathname}: ${error.code}: ${error.message}`);
    return json(errorBody(error.code, error.wordIn(language)), error.status);
  }
  const reference = randomUUID().slice(0, 8);
  console.error(`${request.method} ${pathname} (${reference}):`, error);
  const message = wordMessage(say("site.broken", { reference }), language);
  return json(errorBody("INTERNAL", message), 500);
}
