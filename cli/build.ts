/** `npm run build`: installs the packages and builds editor and pages, for a machine whose site runs as a service. */
import { fileURLToPath } from "node:url";
import { buildSite } from "../setup/build-site.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
await buildSite(root, { report: (line) => void process.stdout.write(`${line}\n`) });
