/**
 * The pages' door to the server: the site that the process started (server/main.ts), with every operation by its domain.
 * Nothing here may reach a browser. The command line has `tools.ts`.
 */
export type { HeaderReader, Session } from "./site.ts";
export { getSite as site } from "./site.ts";
