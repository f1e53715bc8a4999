import { faultMessages } from "./german/faults.ts";
import type { Catalogue } from "./message.ts";

/** The same codes as `english`, or it does not compile. */
export const german: Catalogue = { ...faultMessages };
