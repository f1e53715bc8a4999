import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { incusCall, waitOperation } from "../../server/seats/incus/wait-operation.ts";

/** An image as the seat host keeps it. */
export interface FoundImage {
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/**
 * Gives the seat host a root file system as an image, under an alias; one that had the alias before goes. Instances
 * made from that live on. Returns the fingerprint.
 */
export async function importImage(
  incus: IncusConnection,
  options: { readonly alias: string; readonly description: string; readonly rootfsTar: string },
): Promise<string> {
  const boundary = `drydock-${randomBytes(12).toString("hex")}`;
  const part = (name: string, file: string) =>
    `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\n` +
    "Content-Type: application/octet-stream\r\n\r\n";
  const metadata = pack();
  metadata.entry(
    { name: "metadata.yaml" },
    "architecture: x86_64\ncreation_date: 1700000000\n" +
      `properties: {description: ${options.description}, os: debian}\n`,
  );
  metadata.finalize();
  const body = Readable.from(
    (async function* () {
      yield Buffer.from(part("metadata", "metadata.tar"));
      yield* metadata as AsyncIterable<Buffer>;
      yield Buffer.from(part("rootfs", "rootfs.tar"));
      yield* createReadStream(options.rootfsTar, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    })(),
  );
  const answer = await incusRequest(incus, "POST", "/1.0/images", {
    stream: body,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    timeoutMs: 600_000,
  });
  const done = await waitOperation(incus, answer.operation ?? "", { timeoutMs: 600_000 });
  const fingerprint = String(done.metadata?.["fingerprint"]);
  const before = await findImage(incus, options.alias);
  if (before !== null) await incusCall(incus, "DELETE", `/1.0/images/aliases/${options.alias}`);
  await incusCall(incus, "POST", "/1.0/images/aliases", {
    body: { name: options.alias, target: fingerprint },
  });
  if (before !== null && before.fingerprint !== fingerprint)
    await incusCall(incus, "DELETE", `/1.0/images/${before.fingerprint}`);
  return fingerprint;
}

export async function findImage(incus: IncusConnection, alias: string): Promise<FoundImage | null> {
  const found = await incusFind(incus, `/1.0/images/aliases/${alias}`);
  if (found === null) return null;
  const fingerprint = (found.metadata as { target: string }).target;
  const image = await incusRequest(incus, "GET", `/1.0/images/${fingerprint}`);
  return { fingerprint, madeAt: Date.parse((image.metadata as { uploaded_at: string }).uploaded_at) };
}
