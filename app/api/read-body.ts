import type { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";

const bad = (message: string) =>
  new AppError("BAD_REQUEST", { message, userMessage: say("request.not-understood", { why: message }) });

/**
 * A JSON body, bounded before it is parsed, and checked against its schema.
 * @param maxBytes of the body as it is sent
 * @throws AppError BAD_REQUEST, TOO_LARGE
 */
export async function readJson<T>(request: Request, schema: z.ZodType<T>, maxBytes: number): Promise<T> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  // A form of another site can send text/plain without asking; it cannot send this.
  if (type !== "application/json") throw bad("the content type must be application/json");
  const text = await readText(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad("the body is not JSON");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw bad(`${where}${issue?.message ?? "it does not have the right shape"}`);
}

/** The body as text, at most `maxBytes` of valid UTF-8. @throws AppError BAD_REQUEST, TOO_LARGE */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) {
        throw new AppError("TOO_LARGE", {
          message: `body larger than ${maxBytes} bytes`,
          userMessage: say("request.too-large", { bytes: maxBytes }),
        });
      }
      chunks.push(chunk);
    }
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw bad("the body is not valid UTF-8");
  }
}
