import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { CancelSignal } from "../../../core/seat/port.ts";
import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";

export interface IncusRequestOptions {
  readonly body?: unknown;
  /** Sent instead of a JSON body. */
  readonly stream?: NodeJS.ReadableStream;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: CancelSignal;
  /** Wall time of one request, default 30 s. Waiting for an operation has its own limit. */
  readonly timeoutMs?: number;
}

export interface IncusAnswer {
  readonly status: number;
  readonly metadata: unknown;
  /** Path of the operation for an answer of type "async". */
  readonly operation: string | null;
  readonly etag: string | null;
}

const envelope = z.object({
  type: z.enum(["sync", "async", "error"]),
  operation: z.string().nullish(),
  error: z.string().nullish(),
  error_code: z.number().nullish(),
  metadata: z.unknown(),
});

/** Answers of Incus are small; a larger one is not an answer of Incus. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** One request to Incus. Throws IncusError with the HTTP status (0 when nothing answered). */
export async function incusRequest(
  incus: IncusConnection,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: IncusRequestOptions = {},
): Promise<IncusAnswer> {
  const url = new URL(path, incus.origin);
  if (!url.searchParams.has("project")) url.searchParams.set("project", incus.project);
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
  const { text, answer } = await send(incus, method, url, options);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new IncusError(0, `${method} ${url.pathname}: answer is not JSON`, cause);
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) throw new IncusError(0, `${method} ${url.pathname}: answer has another shape`);
  if (parsed.data.type === "error") {
    throw new IncusError(
      parsed.data.error_code ?? answer.statusCode ?? 500,
      `${method} ${url.pathname}: ${parsed.data.error ?? "error without a text"}`,
    );
  }
  return {
    status: answer.statusCode ?? 0,
    metadata: parsed.data.metadata,
    operation: parsed.data.type === "async" ? (parsed.data.operation ?? null) : null,
    etag: answer.headers.etag ?? null,
  };
}

function send(
  incus: IncusConnection,
  method: string,
  url: URL,
  options: IncusRequestOptions,
): Promise<{ text: string; answer: IncomingMessage }> {
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  const timeoutMs = options.timeoutMs ?? 30_000;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      finish();
      request.destroy();
      reject(
        cause instanceof IncusError
          ? cause
          : new IncusError(0, `${method} ${url.pathname}: no answer from the seat host`, cause),
      );
    };
    const onAbort = () => fail(new IncusError(499, `${method} ${url.pathname}: cancelled`));
    const timer = setTimeout(
      () => fail(new IncusError(0, `${method} ${url.pathname}: no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const finish = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
    };
    const request = incus.module.request(
      url,
      {
        method,
        agent: incus.agent,
        headers: {
          ...(body === null
            ? {}
            : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
          ...options.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) fail(new Error("answer too large"));
          else chunks.push(chunk);
        });
        answer.on("error", fail);
        answer.on("end", () => {
          finish();
          resolve({ text: Buffer.concat(chunks).toString("utf8"), answer });
        });
      },
    );
    request.on("error", fail);
    if (options.signal?.aborted === true) {
      onAbort();
      return;
    }
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.stream === undefined) request.end(body ?? undefined);
    else options.stream.on("error", fail).pipe(request);
  });
}
