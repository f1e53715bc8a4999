import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";

/** Browsers resolve every name below it to their own machine. */
const LOOPBACK = "localhost";
const localNames = ["localhost", "127.0.0.1", "[::1]"];

/** The first label of a host name below a domain of previews; null when the host is no preview's. Any port. */
export function previewLabelOf(host: string | undefined, previewDomain: string): string | null {
  const name = (host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
  for (const domain of previewDomain === "" ? [LOOPBACK] : [previewDomain.toLowerCase(), LOOPBACK]) {
    if (name.endsWith(`.${domain}`)) return name.slice(0, -domain.length - 1);
  }
  return null;
}

/**
 * Origin of a preview, seen from a page of the site: same scheme and port, because it is the same listener,
 * whatever tunnel or proxy stands before it; another name.
 * @param siteOrigin "http://localhost:3000"
 * @throws AppError CONFLICT when the site is reached by a name that has no names below it
 */
export function previewOrigin(siteOrigin: string, label: string, previewDomain: string): string {
  const site = new URL(siteOrigin);
  const domain = previewDomain === "" && localNames.includes(site.hostname) ? LOOPBACK : previewDomain;
  if (domain === "") {
    throw new AppError("CONFLICT", {
      message: `no preview domain for ${site.host}`,
      userMessage: say("preview.no-name"),
    });
  }
  return `${site.protocol}//${label}.${domain}${site.port === "" ? "" : `:${site.port}`}`;
}
