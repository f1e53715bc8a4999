import { adviceMessages } from "./german/advice.ts";
import { checkMessages } from "./german/checks.ts";
import { faultMessages } from "./german/faults.ts";
import type { Catalogue } from "./message.ts";

/** The same codes as `english`, or it does not compile. */
export const german: Catalogue = { ...faultMessages, ...checkMessages, ...adviceMessages };
