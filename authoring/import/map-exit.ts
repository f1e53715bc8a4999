import { ASKED, type Asked, fileAsked } from "./asked.ts";
import { portAsked } from "./map-address.ts";
import { readDocker } from "./read-commands-of.ts";
import { readGrep } from "./read-grep.ts";

/** What a command asks that ends badly when it is not so. */
export function askedByExit(words: readonly string[]): Asked | null {
  const [program = "", ...args] = words;
  if (program === "curl" || program === "wget") return portAsked(words, null);
  if (/^(?:stat|ls|cat)$/.test(program)) {
    const [path, more] = args.filter((arg) => !arg.startsWith("-"));
    return path === undefined || more !== undefined ? null : fileAsked(path, null);
  }
  const grep = readGrep(words);
  if (grep !== null) return grep.file === null || !grep.isCased ? null : fileAsked(grep.file, grep.text);
  const docker = readDocker(words);
  if (docker === null) return null;
  const [name, more] = docker.rest;
  if (name === undefined || more !== undefined) return null;
  switch (docker.verb) {
    case "image inspect":
      return { ...ASKED, what: "image", name };
    case "container inspect":
      return { ...ASKED, what: "container", name, state: "exists" };
    case "volume inspect":
      return { ...ASKED, what: "volume", name };
    case "network inspect":
      return { ...ASKED, what: "network", name };
    default:
      return null;
  }
}
