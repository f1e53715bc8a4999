import { register } from "tsx/esm/api";

/* Where the thread begins. Plain JavaScript: what reads TypeScript is not there yet, and is not inherited. */
register();
await import("./do-jobs.ts");
