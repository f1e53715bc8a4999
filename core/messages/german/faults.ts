import type { Ways } from "../message.ts";

export const faultMessages = {
  "request.too-many": ({ seconds }: { seconds: number }, { plural }: Ways) =>
    `Zu viele Anfragen. Versuche es in ${seconds} ${plural(seconds, { one: "Sekunde", other: "Sekunden" })} noch einmal.`,
};
