/**
 * `npm run advise -- <Dockerfile or folder> [--course <course>] [--json]`: what the editor would say of these files.
 * A folder may be a whole checkout. Stdout holds the advice and nothing else; exit 0 when nothing stands but notes, 1
 * when something does, 2 when there was nothing to judge. `--survey` prints for authors of rules how often each
 * speaks in a folder of files, the slowest file, and what every fix changes.
 */
import { stat } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { AdviceLinks } from "../core/advice/advice.ts";
import { isJudged } from "../core/advice/advise-file.ts";
import { adviceOf } from "../core/advice/advise-files.ts";
import { readAdviceLinks, readConfig } from "../server/tools.ts";
import { printAdvice } from "./advise/print-advice.ts";
import { readCheckout } from "./advise/read-checkout.ts";
import { surveyFiles } from "./advise/survey.ts";
import { runMain } from "./run-main.ts";

const USAGE = "npm run advise -- <Dockerfile or folder> [--course <course>] [--json | --survey]";
const report = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      survey: { type: "boolean", default: false },
      course: { type: "string" },
    },
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
  const { files, isCut } = await readCheckout(folder);
  if (isCut) report(`${place} has more files than are looked at: give it a smaller folder.`);
  if (values.survey) {
    surveyFiles(files, (line) => void process.stdout.write(`${line}\n`));
    return 0;
  }
  const judged = files.filter(
    (file) => isJudged(file.path, file.content) && (found.isDirectory() || file.path === basename(path)),
  );
  if (judged.length === 0) {
    report(`Nothing to check in ${place}: no Dockerfile, Compose file or other file that a rule is for.`);
    return 2;
  }
  // One by one: a checkout may hold more than a report of the site has room for.
  const advice = judged.flatMap((file) => adviceOf(file.path, files));
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
