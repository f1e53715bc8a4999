import type { Duplex } from "node:stream";
import type { RegistryAccess } from "../../core/registry/access.ts";
import type { Seat } from "../../core/seat/port.ts";

const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
const SECONDS = 15;

export interface RegistryAnswer {
  /** 0: no answer. */
  readonly status: number;
  readonly body: string;
}

/**
 * One request to the class registry from within a seat, with a student's credential. What comes back is that seat's
 * word. The credential goes in by stdin: it is in no list of processes.
 * @param path of checked parts only, "/mine"
 * @param accept media types that the answer may have
 */
export async function askRegistry(
  seat: Seat<Duplex>,
  { host, name, password }: RegistryAccess,
  method: "GET" | "DELETE",
  path: string,
  { accept, signal }: { readonly accept?: string; readonly signal?: AbortSignal } = {},
): Promise<RegistryAnswer> {
  const result = await seat.exec(
    [
      ...["curl", "--silent", "--config", "-", "--noproxy", "*", "--max-time", String(SECONDS)],
      ...(accept === undefined ? [] : ["--header", `accept: ${accept}`]),
      ...["--request", method, "--write-out", "\n%{http_code}", `http://${host}${path}`],
    ],
    {
      input: `user = "${name}:${password}"\n`,
      timeoutMs: (SECONDS + 5) * 1000,
      maxOutputBytes: MAX_ANSWER_BYTES,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  const end = result.stdout.lastIndexOf("\n");
  return {
    status: Number(result.stdout.slice(end + 1)) || 0,
    body: result.stdout.slice(0, Math.max(0, end)),
  };
}
