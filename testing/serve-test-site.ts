import { serve, type Serving } from "../server/http/serve.ts";
import type { OpenedPreviews } from "../server/preview/open-previews.ts";

/** The site's real listener with its door to previews, and no more of a site behind it: for tests of previews. */
export const serveTestSite = (previews: OpenedPreviews): Promise<Serving> =>
  serve({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    maxBodyBytes: 1000,
    development: false,
    // Who comes to the site itself is another test's business.
    gate: { visit: () => ({ status: "comes-in", session: null }), hold: () => () => undefined },
    previews: previews.door,
    handle: (_request, response) => Promise.resolve(void response.end("the site")),
    upgrade: () => Promise.resolve(false),
  });
