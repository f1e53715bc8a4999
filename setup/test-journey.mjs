// `npm run test:journey`: one student's way through the whole course. See setup/test-journey.ts.
import { checkNode, installPackages, runTypeScript } from "./bootstrap.mjs";

checkNode();
await installPackages((line) => process.stdout.write(`${line}\n`));
process.exitCode = await runTypeScript("setup/test-journey.ts", process.argv.slice(2));
