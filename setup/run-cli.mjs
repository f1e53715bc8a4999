// `node setup/run-cli.mjs NAME ARGUMENTS`: installs what is missing, then runs cli/NAME.ts. Progress goes to stderr,
// so that stdout holds nothing but what the command prints.
import { existsSync } from "node:fs";
import { checkNode, installPackages, root, runTypeScript } from "./bootstrap.mjs";

const [name = "", ...args] = process.argv.slice(2);
if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(`${root}cli/${name}.ts`)) {
  process.stderr.write(`There is no command "${name}".\n`);
  process.exit(2);
}
checkNode();
await installPackages((line) => process.stderr.write(`${line}\n`));
process.exitCode = await runTypeScript(`cli/${name}.ts`, args);
