import { site } from "../../../server/index.ts";
import { json, openReadRoute } from "../handle-route.ts";

export const dynamic = "force-dynamic";

/** 200 while the database answers; whether there are seats is told, but is no fault of the site. */
export const GET = openReadRoute(async () => json({ status: "ok", ...(await site().checkHealth()) }));
