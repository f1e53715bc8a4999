import type { TerminalSummary } from "../../../core/terminal/protocol.ts";
import { type ApiAnswer, callApi } from "../../client/call-api.ts";
import type { TerminalsAnswer, TerminalsApi } from "./terminals-store.ts";

/** The routes of terminals, as values: nothing here throws. */
export function createTerminalsApi(labId: string): TerminalsApi {
  return {
    // A terminal of another lesson stands in another folder: its commands would work on the wrong files.
    list: async () =>
      asAnswer(await callApi("GET", "/api/terminals"), (body) =>
        (body as { terminals: readonly TerminalSummary[] }).terminals.filter(({ lab }) => lab === labId),
      ),
    create: async () =>
      asAnswer(await callApi("POST", "/api/terminals", { lab: labId }), (body) => body as TerminalSummary),
    close: async (id) => {
      await callApi("DELETE", `/api/terminals/${encodeURIComponent(id)}`, {});
    },
    freshSeat: async () => {
      const answer = await callApi("POST", "/api/seat", { action: "fresh" });
      return answer.status === "ok" ? null : messageOf(answer);
    },
  };
}

function asAnswer<Value>(answer: ApiAnswer, read: (body: unknown) => Value): TerminalsAnswer<Value> {
  if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
  return { status: "done", value: read(answer.body) };
}

function messageOf(answer: Exclude<ApiAnswer, { status: "ok" }>): string {
  return answer.status === "offline"
    ? "The server cannot be reached. Try again when you are back online."
    : answer.message;
}
