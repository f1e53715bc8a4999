import { Readable } from "node:stream";
import type { IncusConnection } from "./connection.ts";
import { incusRequest } from "./request.ts";

/** Writes one file of root's into an instance, running or not. Its folder must exist. */
export async function pushFile(
  incus: IncusConnection,
  instance: string,
  path: string,
  content: string,
  mode = 0o644,
): Promise<void> {
  await incusRequest(incus, "POST", `/1.0/instances/${instance}/files`, {
    query: { path },
    stream: Readable.from([Buffer.from(content)]),
    headers: {
      "content-type": "application/octet-stream",
      "x-incus-uid": "0",
      "x-incus-gid": "0",
      "x-incus-mode": `0${mode.toString(8)}`,
      "x-incus-type": "file",
      "x-incus-write": "overwrite",
    },
  });
}
