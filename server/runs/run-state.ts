import type { EndReason } from "./end-reason.ts";
import type { RunResult } from "./execute-run.ts";

/** Where one run is between its first event and its last. */
export type RunState =
  /** In the queue. */
  | { readonly at: "waiting" }
  /** It has a slot, and its engine works. `since`: milliseconds since 1970. */
  | { readonly at: "working"; readonly since: number }
  /** Somebody or a limit has ended it; the engine was asked to stop and may still say how far it came. */
  | { readonly at: "ending"; readonly reason: EndReason }
  /** The site stops while it waits in the queue. */
  | { readonly at: "leaving" }
  /** The result stands; the final event is written. */
  | { readonly at: "over"; readonly end: RunEnd }
  /** It stays in the queue, and the next process goes on with it. */
  | { readonly at: "left" };

/** What the final event says: a result, why it was ended, or a fault of ours that is still to be put into words. */
export type RunEnd =
  | { readonly by: "itself"; readonly result: RunResult }
  | { readonly by: "reason"; readonly reason: EndReason }
  | { readonly by: "fault"; readonly error: unknown };

export type RunInput =
  /** The queue has let it in. `at`: milliseconds since 1970. */
  | { readonly type: "admitted"; readonly at: number }
  /** Somebody cancels it, or it has reached a limit. */
  | { readonly type: "ended"; readonly reason: EndReason }
  /** The site stops. `reason`: for a run that works. */
  | { readonly type: "site stops"; readonly reason: EndReason }
  | { readonly type: "worked"; readonly result: RunResult }
  | { readonly type: "broke"; readonly error: unknown }
  /** The engine was asked to stop and did not in time. */
  | { readonly type: "grace is over" };

export const firstState: RunState = { at: "waiting" };

/**
 * The next state. The first reason to end counts, whatever is said later; the state "over" or "left" is entered once
 * and never left. Pure: the caller does what a state asks for when it is entered.
 */
export function stepRun(state: RunState, input: RunInput): RunState {
  switch (state.at) {
    case "waiting":
      switch (input.type) {
        case "admitted":
          return { at: "working", since: input.at };
        case "ended":
          return { at: "ending", reason: input.reason };
        case "site stops":
          return { at: "leaving" };
        case "worked":
          return over({ by: "itself", result: input.result });
        case "broke":
          return over({ by: "fault", error: input.error });
        case "grace is over":
          return state;
      }
      break;
    case "working":
      switch (input.type) {
        case "ended":
        case "site stops":
          return { at: "ending", reason: input.reason };
        case "worked":
          return over({ by: "itself", result: input.result });
        case "broke":
          return over({ by: "fault", error: input.error });
        case "admitted":
        case "grace is over":
          return state;
      }
      break;
    case "ending":
      switch (input.type) {
        case "worked":
          return over(overrule(state.reason, input.result));
        // An engine may wrap the reason it was ended for; the reason itself is what counts.
        case "broke":
        case "grace is over":
          return over({ by: "reason", reason: state.reason });
        case "admitted":
        case "ended":
        case "site stops":
          return state;
      }
      break;
    case "leaving":
      return input.type === "broke" || input.type === "worked" || input.type === "grace is over"
        ? { at: "left" }
        : state;
    case "over":
    case "left":
      return state;
  }
}

const over = (end: RunEnd): RunState => ({ at: "over", end });

/** A run that was ended for a reason says that reason, unless its engine can say more about a limit. */
function overrule(reason: EndReason, result: RunResult): RunEnd {
  return result.outcome === "limit" && reason.outcome === "limit"
    ? { by: "itself", result }
    : { by: "reason", reason };
}
