import type { RunEventBody } from "../../../core/run/event.ts";

/** What belongs into a text of the whole run: the log, what went with it, and how it ended. */
export const textTypes: readonly RunEventBody["type"][] = ["log", "notice", "final"];
