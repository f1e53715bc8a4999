/** Headers of one connection, which a proxy never hands on (RFC 9110, 7.6.1). */
const ofOneConnection = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "http2-settings",
];

/** What only a proxy in front of the site may say of a request. */
const ofProxies = /^(?:x-forwarded-.*|forwarded|via|x-real-ip)$/;

/**
 * What an app must not tell the browser: these count for more than its own origin (a whole domain, the scheme,
 * other servers), or are ours to say.
 */
const notForApps = [
  "strict-transport-security",
  "public-key-pins",
  "clear-site-data",
  "alt-svc",
  "nel",
  "report-to",
  "reporting-endpoints",
  "origin-agent-cluster",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "x-frame-options",
];

/** Added to every answer. An app's own policy stays beside it: a browser obeys both. */
const ours: readonly (readonly [string, string])[] = [
  [
    "Content-Security-Policy",
    "sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-downloads; frame-ancestors 'self'",
  ],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Origin-Agent-Cluster", "?1"],
  ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"],
];

type Header = readonly [name: string, value: string];

/** Name and value in turn, as Node hands them over. */
export function* pairsOf(raw: readonly string[]): Generator<Header> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at] ?? "", raw[at + 1] ?? ""];
}

function valuesOf(raw: readonly string[], wanted: string): string[] {
  return [...pairsOf(raw)].filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** Names of headers that end here, those that the Connection header names included. */
function endingHere(raw: readonly string[]): Set<string> {
  const named = valuesOf(raw, "connection").flatMap((value) => value.toLowerCase().split(","));
  return new Set([...ofOneConnection, ...named.map((name) => name.trim())]);
}

/** Whether the body has no length of its own. */
export const isChunked = (raw: readonly string[]): boolean => valuesOf(raw, "transfer-encoding").length > 0;

/**
 * The headers of a browser's request as an app in a seat gets them, without those of this connection, without
 * what proxies say, and without a cookie of ours. The length of a body goes along unless the body is chunked.
 */
export function requestHeaders(raw: readonly string[], secure: boolean): Header[] {
  const ending = endingHere(raw);
  const kept: Header[] = [];
  for (const [name, value] of pairsOf(raw)) {
    const lower = name.toLowerCase();
    if (ending.has(lower) || ofProxies.test(lower)) continue;
    if (lower === "content-length" && isChunked(raw)) continue;
    if (lower === "cookie") {
      const cookies = appCookies(value);
      if (cookies !== "") kept.push([name, cookies]);
    } else kept.push([name, value]);
  }
  kept.push(["X-Forwarded-Proto", secure ? "https" : "http"]);
  return kept;
}

const isOurs = (cookieName: string) => /^(?:__(?:host|secure)-)?drydock/i.test(cookieName.trim());

function appCookies(header: string): string {
  return header
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "" && !isOurs(cookie.split("=", 1)[0] ?? ""))
    .join("; ");
}

const MAX_COOKIES = 30;
const MAX_COOKIE_BYTES = 4096;

/** The headers of an app's answer as a browser gets them. */
export function responseHeaders(raw: readonly string[]): Header[] {
  const ending = endingHere(raw);
  const kept: Header[] = [];
  let cookies = 0;
  for (const [name, value] of pairsOf(raw)) {
    const lower = name.toLowerCase();
    if (ending.has(lower) || notForApps.includes(lower)) continue;
    // With both, one of the two is a lie, and whoever believes it takes a body for an answer.
    if (lower === "content-length" && isChunked(raw)) continue;
    if (lower === "set-cookie") {
      const cookie = cookieOfThisHost(value);
      if (cookie !== null && (cookies += 1) <= MAX_COOKIES) kept.push([name, cookie]);
    } else kept.push([name, value]);
  }
  return [...kept, ...ours];
}

/** A cookie counts for the preview's own host name alone, and takes no name of ours. */
function cookieOfThisHost(value: string): string | null {
  const [pair = "", ...attributes] = value.split(";");
  const name = pair.split("=", 1)[0]?.trim() ?? "";
  // One without a name would be sent back as whatever its value looks like.
  if (name === "" || !pair.includes("=") || isOurs(name) || value.length > MAX_COOKIE_BYTES) return null;
  return [pair, ...attributes.filter((attribute) => !/^\s*domain\s*(?:=|$)/i.test(attribute))].join(";");
}
