import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";

/** An image as a registry keeps it. */
export interface Image {
  readonly name: string;
  readonly tag: string;
  readonly manifest: Buffer;
  /** By digest: bytes, or the file that has them. */
  readonly blobs: ReadonlyMap<string, Buffer | { readonly file: string }>;
}

export interface ImageParts {
  readonly name: string;
  readonly tag: string;
  /** Lowest first: a tar that is on disk, or files by path, where an empty name part ".wh.x" removes x. */
  readonly layers: readonly ({ readonly file: string } | Readonly<Record<string, string>>)[];
  readonly environment: readonly string[];
}

export const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

export async function makeImage(parts: ImageParts): Promise<Image> {
  const blobs = new Map<string, Buffer | { file: string }>();
  const layers: { mediaType: string; digest: string; size: number }[] = [];
  for (const part of parts.layers) {
    const onDisk = isOnDisk(part);
    const content = onDisk ? part : await tarOf(part);
    const digest = Buffer.isBuffer(content) ? digestOf(content) : await digestOfFile(content.file);
    const size = Buffer.isBuffer(content) ? content.length : (await stat(content.file)).size;
    blobs.set(digest, content);
    // Unpacked as they are: packing a hundred megabytes would prove nothing and cost seconds.
    layers.push({ mediaType: "application/vnd.oci.image.layer.v1.tar", digest, size });
  }
  const config = json({
    architecture: "amd64",
    os: "linux",
    config: { Env: parts.environment, Cmd: ["python3"] },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  });
  blobs.set(digestOf(config), config);
  const manifest = json({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: digestOf(config),
      size: config.length,
    },
    layers,
  });
  return { name: parts.name, tag: parts.tag, manifest, blobs };
}

export const digestOf = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return `sha256:${hash.digest("hex")}`;
}

async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const isOnDisk = (part: ImageParts["layers"][number]): part is { readonly file: string } => "file" in part;
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
