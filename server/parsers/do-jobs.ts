import { parentPort } from "node:worker_threads";
import { type JobName, jobs } from "./jobs.ts";

/*
 * A thread that parses what students write: "ready" goes out, then {id, name, input} comes in and {id, output} or
 * {id, error} goes out.
 */
const port = parentPort;
port?.on("message", ({ id, name, input }: { id: number; name: JobName; input: unknown }) => {
  try {
    port.postMessage({ id, output: (jobs[name] as (input: unknown) => unknown)(input) });
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
port?.postMessage("ready");
