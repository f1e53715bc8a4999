import { createHmac, timingSafeEqual } from "node:crypto";

/** Whose app a preview shows: a port of one seat of one student. */
export interface PreviewClaim {
  readonly studentId: string;
  /** Name at the seat host, so that a preview ends with its seat. */
  readonly seat: string;
  /**
   * seat: a port published in the seat, its own localhost:<port>. app: a port of the container that Run has started,
   * which is published nowhere.
   */
  readonly of: "seat" | "app";
  readonly port: number;
  /** The browser reaches the site over https. */
  readonly secure: boolean;
}

/** A claim that counts, until `expiresAt` (ms since 1970). */
export interface OpenedPreviewClaim extends PreviewClaim {
  readonly expiresAt: number;
}

/** Pages of a preview never see it, and no request carries it into a seat. */
export const PREVIEW_COOKIE = "drydock-preview";

const claimPattern =
  /^([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})\.(seat|app)\.(\d{1,5})\.(https?)\.(\d{1,16})\.([A-Za-z0-9_-]{43})$/;

/** First label of a preview's host name: nobody finds it by guessing, and every port of every seat has its own. */
export function previewLabel(key: Buffer, claim: PreviewClaim): string {
  return `${claim.of === "app" ? "app-" : ""}${claim.port}-${mac(key, "name", textOf(claim)).digest("hex").slice(0, 32)}`;
}

/** "<student>.<seat>.<seat or app>.<port>.<http or https>.<expires, ms>.<signature>" */
export function signClaim(key: Buffer, claim: PreviewClaim, expiresAt: number): string {
  const text = `${textOf(claim)}.${expiresAt}`;
  return `${text}.${mac(key, "cookie", text).digest("base64url")}`;
}

/** Null when it is malformed, expired or not signed with this key. */
export function openClaim(key: Buffer, value: string, now: number): OpenedPreviewClaim | null {
  const [, studentId, seat, of, port, scheme, expires, given] = claimPattern.exec(value) ?? [];
  if (studentId === undefined || seat === undefined || given === undefined) return null;
  const claim = {
    studentId,
    seat,
    of: of === "app" ? "app" : "seat",
    port: Number(port),
    secure: scheme === "https",
  } as const;
  const expected = mac(key, "cookie", `${textOf(claim)}.${expires ?? ""}`).digest("base64url");
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return null;
  return Number(expires) > now ? { ...claim, expiresAt: Number(expires) } : null;
}

const textOf = ({ studentId, seat, of, port, secure }: PreviewClaim) =>
  `${studentId}.${seat}.${of}.${port}.${secure ? "https" : "http"}`;

/** The key also signs sessions: what is signed says what it is for. */
const mac = (key: Buffer, use: string, text: string) =>
  createHmac("sha256", key).update(`drydock preview ${use}\0${text}`);
