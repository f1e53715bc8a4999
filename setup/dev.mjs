// `npm run dev`: for programmers. See setup/dev.ts for what follows.
import { checkNode, installPackages, runTypeScript } from "./bootstrap.mjs";

checkNode();
await installPackages((line) => process.stdout.write(`dev  ${line}\n`));
process.exitCode = await runTypeScript("setup/dev.ts", process.argv.slice(2));
