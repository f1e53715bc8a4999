import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The registry's door with all that it imports as one module, for the node of the services instance. */
export async function bundleDoor(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("../../registry-door/main.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    write: false,
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("the registry's door cannot be bundled");
  return file.text;
}
