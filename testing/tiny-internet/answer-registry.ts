import { type Answer, type Asked, notFound } from "./answer.ts";
import { digestOf, type Image, MANIFEST_TYPE } from "./image.ts";
import { HOSTS } from "./names.ts";

const TOKEN = "a-token-for-the-asking";
const VERSION = { "docker-distribution-api-version": "registry/2.0" };

/**
 * A registry as the distribution protocol has it, read-only. `hub`: as Docker Hub does it, with tokens from a
 * second host and layers from a third.
 */
export function answerRegistry(asked: Asked, images: readonly Image[], hub: boolean): Answer {
  if (hub && asked.authorization !== `Bearer ${TOKEN}`)
    return {
      status: 401,
      headers: {
        ...VERSION,
        "www-authenticate": `Bearer realm="https://${HOSTS.tokens}/token",service="registry.docker.io"`,
      },
    };
  if (asked.path === "/v2/") return { status: 200, headers: VERSION, body: "{}" };
  const [, name = "", kind, reference = ""] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)/.exec(asked.path) ?? [];
  const image = images.find((one) => one.name === name);
  if (image === undefined) return notFound;
  if (kind === "blobs" && hub)
    return { status: 307, headers: { location: `https://${HOSTS.layers}/store/${reference}/data?verify=1` } };
  if (kind === "blobs") return blob(image, reference);
  const digest = digestOf(image.manifest);
  if (reference !== image.tag && reference !== digest) return notFound;
  return {
    status: 200,
    headers: { ...VERSION, "content-type": MANIFEST_TYPE, "docker-content-digest": digest },
    body: image.manifest,
  };
}

/** The service that Docker Hub sends an asker to. */
export function answerTokens(asked: Asked): Answer {
  if (!asked.path.startsWith("/token?")) return notFound;
  const body = JSON.stringify({ token: TOKEN, access_token: TOKEN, expires_in: 300 });
  return { status: 200, headers: { "content-type": "application/json" }, body };
}

/** The store that it sends an asker to for layers. */
export function answerLayers(asked: Asked, images: readonly Image[]): Answer {
  const digest = /^\/store\/(sha256:[0-9a-f]{64})\/data/.exec(asked.path)?.[1] ?? "";
  const image = images.find((one) => one.blobs.has(digest));
  return image === undefined ? notFound : blob(image, digest);
}

function blob(image: Image, digest: string): Answer {
  const body = image.blobs.get(digest);
  if (body === undefined) return notFound;
  return { status: 200, headers: { "content-type": "application/octet-stream" }, body };
}
