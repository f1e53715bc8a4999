import type { SeatContainers } from "../../../core/seat/containers.ts";
import { type ApiAnswer, callApi } from "../../client/call-api.ts";
import type { PreviewWindow, RunningApi } from "./running-store.ts";

/** The routes of what runs in the seat, as values: nothing here throws. */
export function createRunningApi(): RunningApi {
  return {
    list: async () => {
      const answer = await callApi("GET", "/api/seat/containers");
      if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
      return { status: "done", value: answer.body as SeatContainers };
    },
    stop: async (containerId) => {
      const path = `/api/seat/containers/${encodeURIComponent(containerId)}/stop`;
      const answer = await callApi("POST", path, {});
      return answer.status === "ok" ? null : messageOf(answer);
    },
    openPreview: async (target) => {
      const answer = await callApi("POST", "/api/previews", target);
      if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
      return { status: "done", value: (answer.body as { url: string }).url };
    },
  };
}

/** A new tab without a way back to this page; null when the browser would not open one. */
export function openPreviewWindow(): PreviewWindow | null {
  const opened = window.open("", "_blank");
  if (opened === null) return null;
  opened.opener = null;
  return {
    go: (url) => opened.location.replace(url),
    close: () => opened.close(),
  };
}

function messageOf(answer: Exclude<ApiAnswer, { status: "ok" }>): string {
  return answer.status === "offline"
    ? "The server cannot be reached. Try again when you are back online."
    : answer.message;
}
