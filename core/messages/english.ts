import { faultMessages } from "./english/faults.ts";

/** Every sentence that the server says, by its code: `<what it is about>.<what is said>`. */
export const english = { ...faultMessages };
