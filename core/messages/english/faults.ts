import type { Ways } from "../message.ts";

/** Faults, refusals and notices of the server: what happened, why, what to do now. */
export const faultMessages = {
  "request.too-many": ({ seconds }: { seconds: number }, { plural }: Ways) =>
    `Too many requests. Try again in ${seconds} ${plural(seconds, { one: "second", other: "seconds" })}.`,
};
