// `npm run test:nodes`: unit tests, a build and a start under other versions of Node. See setup/test-nodes.ts.
import { checkNode, installPackages, runTypeScript } from "./bootstrap.mjs";

checkNode();
await installPackages((line) => process.stdout.write(`${line}\n`));
process.exitCode = await runTypeScript("setup/test-nodes.ts", process.argv.slice(2));
