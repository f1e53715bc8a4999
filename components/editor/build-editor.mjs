/**
 * Builds the big editor into public/editor: an ES module with its chunks, one stylesheet, the icon font and two
 * workers, all served from our own origin. Built apart from Next so that Monaco's workers are plain files and
 * the page's own bundles stay free of it.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rooms = ["components/editor", "core/advice", "core/dockerfile", "core/compose"];
const packages = [
  "monaco-editor",
  "monaco-yaml",
  "dockerfile-language-service",
  "dockerfile-utils",
  "yaml",
  "esbuild",
];

function inputsHash() {
  const hash = createHash("sha256");
  for (const room of rooms) {
    const folder = join(root, room);
    if (!existsSync(folder)) continue;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  for (const name of packages) hash.update(readFileSync(join(root, "node_modules", name, "package.json")));
  return hash.digest("hex");
}

/** Paths that packages import and that Monaco 0.57, or a browser, does not have. */
const aliases = {
  name: "aliases",
  setup(build) {
    build.onResolve({ filter: /^monaco-editor\/esm\/vs\// }, (args) =>
      build.resolve(args.path.replace("monaco-editor/esm/vs/", "monaco-editor/"), {
        kind: args.kind,
        resolveDir: args.resolveDir,
      }),
    );
    build.onResolve({ filter: /^\.\/dockerRegistryClient$/ }, () => ({
      path: join(root, "components/editor/monaco/no-registry-client.ts"),
    }));
  },
};

/** dockerfile-ast looks for a byte order mark with Node's Buffer. */
const withoutBuffer = {
  name: "without-buffer",
  setup(build) {
    build.onLoad({ filter: /[\\/]dockerfile-ast[\\/]lib[\\/]util\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(
        'Buffer.from(char, "UTF-8")',
        "new TextEncoder().encode(char)",
      );
      if (contents.includes("Buffer")) throw new Error(`${path} uses Buffer in a way that is not known here`);
      return { contents, loader: "js" };
    });
  },
};

/** Builds unless the last build had the same inputs. Answers whether it built. */
export async function buildEditor({ outdir = join(root, "public/editor"), force = false } = {}) {
  const stamp = join(outdir, "inputs.txt");
  const hash = inputsHash();
  if (!force && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return false;
  const { build } = await import("esbuild");
  // Beside its place first: a page that loads meanwhile, or a second build, never meets half of it.
  const unfinished = `${outdir}.${process.pid}`;
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "linked",
    outdir: unfinished,
    logLevel: "warning",
    plugins: [aliases, withoutBuffer],
    define: { "process.env.NODE_ENV": '"production"' },
  };
  await build({
    ...common,
    entryPoints: { editor: "components/editor/monaco/mount-editor.ts" },
    splitting: true,
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".ttf": "file" },
  });
  // Workers apart and without chunks: a worker hears its first message only if it starts in one piece.
  await build({
    ...common,
    entryPoints: {
      "editor.worker": "components/editor/monaco/editor.worker.ts",
      "yaml.worker": "components/editor/monaco/yaml.worker.ts",
    },
  });
  writeFileSync(join(unfinished, "inputs.txt"), hash);
  rmSync(outdir, { recursive: true, force: true });
  try {
    renameSync(unfinished, outdir);
  } catch (fault) {
    // Another build of the same inputs was quicker.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(stamp)) throw fault;
  }
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const startedAt = Date.now();
  const built = await buildEditor({ force: process.argv.includes("--force") });
  console.log(built ? `editor built in ${Date.now() - startedAt} ms` : "editor is up to date");
}
