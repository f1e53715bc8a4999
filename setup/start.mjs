// `npm start`: everything from a fresh clone to a site that serves. See setup/start.ts for what follows.
import { checkNode, installPackages, runTypeScript } from "./bootstrap.mjs";

checkNode();
await installPackages((line) => process.stdout.write(`start  ${line}\n`));
process.exitCode = await runTypeScript("setup/start.ts", process.argv.slice(2));
