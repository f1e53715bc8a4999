import type { ServerResponse } from "node:http";

/** A request that is not done, in the words of the protocol: docker prints "<code>: <message>". */
export interface Refusal {
  readonly status: number;
  readonly code:
    | "UNAUTHORIZED"
    | "DENIED"
    | "NAME_INVALID"
    | "UNSUPPORTED"
    | "TOOMANYREQUESTS"
    | "UNKNOWN"
    | "MANIFEST_INVALID"
    | "MANIFEST_UNKNOWN"
    | "SIZE_INVALID";
  readonly message: string;
}

/** Thrown by an answer; whoever serves it tells the asker. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export const refusals = {
  login: {
    status: 401,
    code: "UNAUTHORIZED",
    message: "log in first: docker login registry:5000 (your password is in /root/.registry-password)",
  },
  address: {
    status: 404,
    code: "NAME_INVALID",
    message:
      "there is no such address: images are named registry:5000/<student>/<image>:<tag>, in small letters",
  },
  method: { status: 405, code: "UNSUPPORTED", message: "this registry does not do that" },
  busy: {
    status: 429,
    code: "TOOMANYREQUESTS",
    message: "too much at once from this seat: let one push end before the next",
  },
  body: { status: 400, code: "SIZE_INVALID", message: "a blob comes as application/octet-stream" },
  manifestSize: { status: 413, code: "MANIFEST_INVALID", message: "a manifest has at most 1 MiB" },
  manifestKind: {
    status: 400,
    code: "MANIFEST_INVALID",
    message:
      "a manifest is an OCI or Docker image (schema 2), or an index of them, without addresses elsewhere",
  },
  gone: { status: 404, code: "MANIFEST_UNKNOWN", message: "there is no such image" },
  down: { status: 503, code: "UNKNOWN", message: "the class registry is starting: try again in a moment" },
} as const satisfies Record<string, Refusal>;

export const notYours = (name: string): Refusal => ({
  status: 403,
  code: "DENIED",
  message: `you push under your own name: docker tag <image> registry:5000/${name}/<image>, then push that`,
});

export const overQuota = (usedBytes: number, quotaBytes: number): Refusal => ({
  status: 403,
  code: "DENIED",
  message:
    `your part of the class registry has room for ${megabytes(quotaBytes)}, ${megabytes(usedBytes)} are taken, and ` +
    "this does not fit: delete an image that you pushed (Registry in the page), or make this one smaller",
});

export const tooMany = (limit: number): Refusal => ({
  status: 403,
  code: "DENIED",
  message: `your part of the class registry holds ${limit} tags and layers at most: delete images that you pushed`,
});

export const registryFull: Refusal = {
  status: 403,
  code: "DENIED",
  message:
    "the class registry is full, with what all of you have pushed: tell your instructor (REGISTRY_DISK)",
};

const megabytes = (bytes: number) =>
  bytes < 9_500
    ? `${(bytes / 1000).toFixed(1)} kB`
    : `${(bytes / 1e6).toFixed(bytes < 9_500_000 ? 1 : 0)} MB`;

/** What every answer of a registry says of itself. */
export const VERSION_HEADER = { "docker-distribution-api-version": "registry/2.0" } as const;

export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ errors: [{ code: refusal.code, message: refusal.message }] });
  response.writeHead(refusal.status, {
    ...VERSION_HEADER,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(refusal.status === 401 ? { "www-authenticate": 'Basic realm="class registry"' } : {}),
  });
  response.end(body);
}
