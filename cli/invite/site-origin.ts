import type { Config } from "../../server/tools.ts";

/**
 * Where the site's links lead: as it was said, or as the settings have it. A name of the site on loopback alone is one
 * that a proxy with TLS answers to.
 * @throws Error in words for what is no origin
 */
export function siteOrigin(
  config: Pick<Config, "HOST" | "PORT" | "ALLOWED_HOSTS">,
  given: string | undefined,
): string {
  if (given !== undefined) {
    const url = URL.canParse(given) ? new URL(given) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.pathname !== "/")
      throw new Error(`--url ${given} is no address of a site. It looks like https://course.example.org`);
    return url.origin;
  }
  const [name] = config.ALLOWED_HOSTS;
  const onLoopback = /^(?:localhost|127\.|\[?::1)/.test(config.HOST);
  if (name !== undefined) return onLoopback ? `https://${name}` : `http://${name}:${config.PORT}`;
  const host = onLoopback || /^(?:0\.0\.0\.0|\[?::\]?)$/.test(config.HOST) ? "localhost" : config.HOST;
  return `http://${host}:${config.PORT}`;
}
