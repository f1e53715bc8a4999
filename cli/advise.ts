/**
 * `npm run advise -- <Dockerfile or folder> [--course <course>] [--json]`: what the editor would say of these files.
 * Stdout holds the advice and nothing else; exit 0 when nothing stands but notes, 1 when something does, 2 when it
 * could not be judged.
 */
import { stat } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { adviseFiles } from "../core/advice/advise-files.ts";
import type { AdviceLinks } from "../core/advice/advice.ts";
import { readAdviceLinks, readConfig, readFolder } from "../server/index.ts";
import { printAdvice } from "./advise/print-advice.ts";
import { runMain } from "./run-main.ts";

const USAGE = "npm run advise -- <Dockerfile or folder> [--course <course>] [--json]";
const report = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean", default: false }, course: { type: "string" } },
    allowPositionals: true,
  });
  const [place, ...more] = positionals;
  if (place === undefined || more.length > 0) {
    report(`usage: ${USAGE}`);
    return 2;
  }
  const path = resolve(place);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    report(`There is no ${place}.`);
    return 2;
  }
  const folder = found.isDirectory() ? path : dirname(path);
  const files = await readFolder(folder, { fileBytes: 1_000_000, totalBytes: 20_000_000, files: 400 });
  const all = adviseFiles(files);
  const advice = found.isDirectory() ? all : all.filter((one) => one.path === basename(path));
  let links: AdviceLinks = {};
  if (values.course !== undefined) links = await readAdviceLinks(readConfig().CONTENT_DIR, values.course);
  const shown = relative(process.cwd(), folder);
  process.stdout.write(
    values.json
      ? `${JSON.stringify(advice.map((one) => ({ ...one, lesson: links[one.rule] ?? null })))}\n`
      : printAdvice(advice, links, shown),
  );
  return advice.some(({ severity }) => severity !== "info") ? 1 : 0;
}

await runMain(main);
