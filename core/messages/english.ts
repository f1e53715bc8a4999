import { adviceMessages } from "./english/advice.ts";
import { checkMessages } from "./english/checks.ts";
import { faultMessages } from "./english/faults.ts";

/** Every sentence that server, grader and advice say, by its code: `<what it is about>.<what is said>`. */
export const english = { ...faultMessages, ...checkMessages, ...adviceMessages };
