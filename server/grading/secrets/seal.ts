import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const FORMAT = "sealed-1";
const BLOCK_BYTES = 32;
const LINE = 76;

/**
 * A text locked with a key: what a lab's build needs its secret for. A line "sealed-1", a salt and a mark of
 * authenticity in hexadecimal on a line each, then base64. Made of HMAC-SHA256 alone, so that a lab opens it with
 * Python's standard library in a dozen lines: the key stream is HMAC(HMAC(key, "seal"), salt and block number), the
 * mark is HMAC(HMAC(key, "check"), salt and what is sealed). For exercises; not for anything that is worth stealing.
 */
export function seal(key: string, text: string): string {
  const salt = randomBytes(16);
  const sealed = combine(key, salt, Buffer.from(text));
  const lines = sealed.toString("base64").match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return `${[FORMAT, salt.toString("hex"), mark(key, salt, sealed).toString("hex"), ...lines].join("\n")}\n`;
}

/** Null when this key does not open it, or when it is nothing that was sealed. */
export function unseal(key: string, text: string): string | null {
  const [format, salt = "", given = "", ...lines] = text.trim().split("\n");
  if (format !== FORMAT || !/^[0-9a-f]{32}$/.test(salt) || !/^[0-9a-f]{64}$/.test(given)) return null;
  const sealed = Buffer.from(lines.join(""), "base64");
  const saltBytes = Buffer.from(salt, "hex");
  if (!timingSafeEqual(mark(key, saltBytes, sealed), Buffer.from(given, "hex"))) return null;
  return combine(key, saltBytes, sealed).toString("utf8");
}

const hmac = (key: string | Buffer, ...parts: readonly (string | Buffer)[]): Buffer => {
  const made = createHmac("sha256", key);
  for (const part of parts) made.update(part);
  return made.digest();
};

const mark = (key: string, salt: Buffer, sealed: Buffer): Buffer => hmac(hmac(key, "check"), salt, sealed);

/** Locks what is open and opens what is locked. */
function combine(key: string, salt: Buffer, bytes: Buffer): Buffer {
  const streamKey = hmac(key, "seal");
  const out = Buffer.from(bytes);
  for (let block = 0; block * BLOCK_BYTES < out.length; block += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(block);
    const stream = hmac(streamKey, salt, number);
    const start = block * BLOCK_BYTES;
    for (let at = 0; at < BLOCK_BYTES && start + at < out.length; at += 1) {
      out[start + at] = (out[start + at] ?? 0) ^ (stream[at] ?? 0);
    }
  }
  return out;
}
