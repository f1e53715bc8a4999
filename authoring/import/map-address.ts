import { ASKED, type Asked } from "./asked.ts";

/** The port of this machine that a curl or wget asks; null for another machine and for options that are not known. */
export function portAsked(words: readonly string[], contains: string | null): Asked | null {
  const [, ...args] = words;
  const addresses: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (
      /^(?:-o|--output|-w|--write-out|-m|--max-time|--retry|--retry-delay|--connect-timeout|-O|-T|--timeout|--tries)$/.test(
        arg,
      )
    ) {
      // wget -O - prints; every other value of these says nothing about what is asked.
      at += 1;
    } else if (arg.startsWith("-")) {
      if (
        !/^-(?:[sSfLkq]|O-|qO-|[sSfLq]*o\/?)+$|^--(?:silent|show-error|fail|location|quiet|retry-connrefused|spider)$|^-[sSfLq]+$|^-qO-$|^-O-$/.test(
          arg,
        )
      ) {
        if (/^-[sSfLq]*[ow]$/.test(arg)) at += 1;
        else if (arg === "-qO") at += 1;
        else return null;
      }
    } else addresses.push(arg);
  }
  const [address, more] = addresses;
  const match = /^(?:http:\/\/)?(?:localhost|127\.0\.0\.1)(?::(\d{1,5}))?(\/\S*)?$/.exec(address ?? "");
  if (match === null || more !== undefined) return null;
  return { ...ASKED, what: "port", name: match[1] ?? "80", path: match[2] ?? "/", contains };
}
