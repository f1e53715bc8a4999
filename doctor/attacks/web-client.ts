import { connect } from "node:net";
import type { Ground } from "../ground.ts";
import { type OwnSite, putUpSite } from "../put-up-site.ts";

const sites = new WeakMap<Ground, Promise<OwnSite>>();

/** One site for all of these attacks; closed with the ground. */
export function siteOf(ground: Ground): Promise<OwnSite> {
  const site = sites.get(ground) ?? putUpSite(ground);
  if (!sites.has(ground)) {
    sites.set(ground, site);
    ground.onClose(async () => (await site).close());
  }
  return site;
}

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly student?: string;
  readonly cookie?: string;
  readonly origin?: string | null;
  readonly host?: string;
  readonly type?: string;
  readonly body?: string;
  /** More header lines, as they are. */
  readonly headers?: readonly string[];
}

/** A request as it goes over the wire, for what `fetch` would not send. */
export async function ask(
  site: OwnSite,
  asked: Asked,
): Promise<{ readonly status: number; readonly text: string }> {
  const {
    method = "GET",
    path,
    student,
    origin = site.origin,
    host = `localhost:${site.port}`,
    body,
  } = asked;
  const cookie = asked.cookie ?? (student === undefined ? "" : site.cookieOf(student));
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    "Connection: close",
    ...(cookie === "" ? [] : [`Cookie: ${cookie}`]),
    ...(origin === null || method === "GET" ? [] : [`Origin: ${origin}`]),
    ...(asked.headers ?? []),
    ...(body === undefined
      ? []
      : [`Content-Type: ${asked.type ?? "application/json"}`, `Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  const text = await raw(site, `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

export function raw(site: OwnSite, bytes: string, timeoutMs = 8_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(site.port, "127.0.0.1");
    let text = "";
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(end, timeoutMs);
    socket.setEncoding("utf8").on("data", (chunk: string) => (text = (text + chunk).slice(0, 1_000_000)));
    socket
      .on("error", () => undefined)
      .on("close", () => {
        clearTimeout(timer);
        resolve(text);
      });
    socket.write(bytes);
  });
}

export const save = (content: string) => JSON.stringify({ path: "Dockerfile", content, baseVersion: 0 });
export const idOf = (text: string) => /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? "";
