// `npm test`: everything that must hold, from a fresh clone. See setup/test.ts for the stages.
import { checkNode, installPackages, runTypeScript } from "./bootstrap.mjs";

checkNode();
await installPackages((line) => process.stdout.write(`test  ${line}\n`));
process.exitCode = await runTypeScript("setup/test.ts", process.argv.slice(2));
