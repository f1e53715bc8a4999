import type { PushedImages } from "../../../core/registry/listing.ts";
import { type ApiAnswer, callApi } from "../../client/call-api.ts";
import type { PushedApi } from "./pushed-store.ts";

/** The routes of the class registry, as values: nothing here throws. */
export function createPushedApi(): PushedApi {
  return {
    list: async () => {
      const answer = await callApi("GET", "/api/registry");
      if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
      return { status: "done", value: answer.body as PushedImages };
    },
    delete: async (request) => {
      const answer = await callApi("DELETE", "/api/registry", request);
      return answer.status === "ok" ? null : messageOf(answer);
    },
  };
}

function messageOf(answer: Exclude<ApiAnswer, { status: "ok" }>): string {
  return answer.status === "offline"
    ? "The server cannot be reached. Try again when you are back online."
    : answer.message;
}
