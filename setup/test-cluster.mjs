// `npm run test:cluster`: seats on a cluster of three machines in namespaces of this one. See setup/test-cluster.ts.
import { checkNode, installPackages, runTypeScript } from "./bootstrap.mjs";

checkNode();
await installPackages((line) => process.stdout.write(`${line}\n`));
process.exitCode = await runTypeScript("setup/test-cluster.ts", process.argv.slice(2));
