/** What grep takes for a pattern; a dot is mostly meant as a dot. */
const IS_PATTERN = /[\^$*[\]\\|]/;

/** The plain text that a grep looks for; null for a pattern, and for flags that ask something else. */
export function readGrep(
  words: readonly string[],
): { readonly text: string; readonly file: string | null; readonly isCased: boolean } | null {
  const [program = "", ...args] = words;
  if (!/^[ef]?grep$/.test(program)) return null;
  const flags = args.filter((arg) => arg.startsWith("-"));
  const rest = args.filter((arg) => !arg.startsWith("-"));
  const [text, file, more] = rest;
  if (
    text === undefined ||
    more !== undefined ||
    flags.some((flag) => !/^-[qFwioEsx]+$|^--quiet$/.test(flag))
  )
    return null;
  const isFixed = program === "fgrep" || flags.some((flag) => flag.includes("F"));
  if (!isFixed && IS_PATTERN.test(text)) return null;
  return { text, file: file ?? null, isCased: !flags.some((flag) => /^-\w*i/.test(flag)) };
}
