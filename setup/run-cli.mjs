// `node setup/run-cli.mjs NAME ARGUMENTS`: installs what is missing, then runs cli/NAME.ts. Progress goes to stderr,
// so that stdout holds nothing but what the command prints.
import { existsSync } from "node:fs";
import { checkNode, installPackages, root, runTypeScript } from "./bootstrap.mjs";

/** Commands that need more than what a site runs with: its pages' types, or browsers. */
const BUILD_OR_TEST = new Set(["bench", "build", "test-vm"]);
const [name = "", ...args] = process.argv.slice(2);
if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(`${root}cli/${name}.ts`)) {
  process.stderr.write(`There is no command "${name}".\n`);
  process.exit(2);
}
checkNode();
await installPackages((line) => process.stderr.write(`${line}\n`), BUILD_OR_TEST.has(name) ? "all" : "run");
process.exitCode = await runTypeScript(`cli/${name}.ts`, args);
