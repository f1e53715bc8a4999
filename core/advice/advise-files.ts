import type { Advice } from "./advice.ts";
import { adviseFile, isJudged } from "./advise-file.ts";
import type { Severity, TextFile } from "./finding.ts";
import { tooLong } from "./unreadable-file.ts";

/** More than anybody reads; a hostile workspace must not fill a report. */
const MAX_ADVICE = 60;
/** Characters that are judged in all: the site does this at the end of every build. */
const MAX_CHARACTERS = 100_000;
const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What there is to say of one file, as a report and the command line tell it, from top to bottom. Never throws. */
export function adviceOf(path: string, files: readonly TextFile[]): Advice[] {
  return adviseFile(path, files).map(({ rule, hadolint, severity, range, message, why }) => {
    return { path, line: range.startLine, rule, hadolint, severity, message, why };
  });
}

/**
 * Everything there is to say of a workspace: what will not work first, then file by file from top to bottom.
 * The same rules as in the editor. Never throws.
 */
export function adviseFiles(files: readonly TextFile[]): Advice[] {
  const found: Advice[] = [];
  const notJudged: string[] = [];
  let left = MAX_CHARACTERS;
  for (const { path, content } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!isJudged(path, content)) continue;
    // A file that is not judged for its length is told so by itself, and takes no time.
    if (content.length > left && content.length <= MAX_CHARACTERS) {
      notJudged.push(path);
      continue;
    }
    left -= Math.min(content.length, left);
    found.push(...adviceOf(path, files));
  }
  const [first] = notJudged;
  if (first !== undefined) {
    const [told] = tooLong("");
    if (told !== undefined)
      found.push({
        path: first,
        line: 1,
        rule: "long-file",
        hadolint: null,
        severity: "warning",
        message: `${notJudged.length === 1 ? "This file was" : `${notJudged.length} files, from this one on, were`} not checked: together the files are too long`,
        why: told.why,
      });
  }
  return found.sort((a, b) => weight[a.severity] - weight[b.severity]).slice(0, MAX_ADVICE);
}
