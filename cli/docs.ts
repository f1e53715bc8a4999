/**
 * `npm run docs`: writes docs/checks.md, docs/content.md and docs/schema/ from the schemas, and the map in ARCHITECTURE.md
 * and docs/architecture/arrows.md from the rules of dependency-cruiser.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { allDocuments } from "./docs/all-documents.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
for (const [path, text] of allDocuments()) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
