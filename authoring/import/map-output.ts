import { ASKED, type Asked, fileAsked } from "./asked.ts";
import { portAsked } from "./map-address.ts";
import { readDocker } from "./read-commands-of.ts";
import { readGrep } from "./read-grep.ts";

/** What is asked by looking for a text in what a command prints. */
export function askedByOutput(commands: readonly (readonly string[])[]): Asked | null {
  const [first = [], ...pipes] = commands;
  const greps = pipes.map(readGrep);
  if (greps.some((grep) => grep === null || grep.file !== null)) return null;
  // `grep .` only asks that there is something.
  const found = greps.flatMap((grep) => (grep === null || grep.text === "." ? [] : [grep]));
  const texts = found.map(({ text }) => text);
  const [text, second, third] = texts;
  if (first[0] === "curl" || first[0] === "wget") {
    return second !== undefined || found.some(({ isCased }) => !isCased)
      ? null
      : portAsked(first, text ?? null);
  }
  if (first[0] === "cat") {
    const [path, more] = first.slice(1);
    return path === undefined ||
      more !== undefined ||
      text === undefined ||
      second !== undefined ||
      found[0]?.isCased === false
      ? null
      : fileAsked(path, text);
  }
  const running = runningByInspect(first);
  if (running !== null)
    return (text === "true" || text === "running") && second === undefined ? running : null;
  const docker = readDocker(first);
  if (docker === null) return null;
  const { verb, options, rest } = docker;
  const filters = [...(options.get("-f") ?? []), ...(options.get("--filter") ?? [])];
  const filter = (key: string) => filters.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);
  const list = { ...ASKED, isExact: false } as const;
  switch (verb) {
    case "ps":
    case "container ls":
    case "container ps": {
      const named = filter("name")?.replace(/^\^?\/?|\$$/g, "");
      const [name, ...states] = named === undefined ? texts : [named, ...texts];
      const all = options.has("-a") || options.has("--all");
      const status = filter("status");
      if (
        name === undefined ||
        states.length > 1 ||
        filters.length > (named === undefined ? 0 : 1) + (status === undefined ? 0 : 1)
      )
        return null;
      const [state] = states;
      if (status === "running" || (!all && status === undefined))
        return state === undefined || /^up$/i.test(state)
          ? { ...list, what: "container", name, state: "running" }
          : null;
      if (status === "exited" || (state !== undefined && /^exited/i.test(state)))
        return { ...list, what: "container", name, state: "stopped" };
      if (state !== undefined && /^up$/i.test(state))
        return { ...list, what: "container", name, state: "running" };
      return state === undefined && status === undefined
        ? { ...list, what: "container", name, state: "exists" }
        : null;
    }
    case "compose ps": {
      const [name, state, more] = [...rest, ...texts];
      if (
        name === undefined ||
        more !== undefined ||
        (state !== undefined && !/^(?:up|running)$/i.test(state))
      )
        return null;
      return { ...list, what: "container", name, state: "running", ofCompose: true };
    }
    case "images":
    case "image ls":
    case "image list": {
      const [given] = rest;
      const [name, tag, more] = given === undefined ? texts : [given, ...texts];
      if (name === undefined || more !== undefined || third !== undefined) return null;
      return {
        ...list,
        what: "image",
        name: tag === undefined ? name : `${name}:${tag}`,
        isExact: tag !== undefined || name.includes(":"),
      };
    }
    case "image inspect":
      return text === undefined && rest[0] !== undefined ? { ...ASKED, what: "image", name: rest[0] } : null;
    case "volume ls":
    case "network ls": {
      const name = filter("name") ?? text;
      const isAlone =
        filter("name") === undefined ? second === undefined : text === undefined || text === filter("name");
      return name === undefined || !isAlone || filters.length > 1
        ? null
        : { ...list, what: verb === "volume ls" ? "volume" : "network", name };
    }
    case "network inspect":
      if (rest[0] === undefined || second !== undefined) return null;
      return { ...ASKED, what: "network", name: rest[0], contains: text ?? null };
    case "volume inspect":
      return rest[0] === undefined || text !== undefined ? null : { ...ASKED, what: "volume", name: rest[0] };
    default:
      return null;
  }
}

/** A container that has to run, by `docker inspect` of its state. */
export function runningByInspect(words: readonly string[]): Asked | null {
  const docker = readDocker(words);
  const [name, more] = docker?.rest ?? [];
  if (
    docker === null ||
    !/^(?:container )?inspect$/.test(docker.verb) ||
    name === undefined ||
    more !== undefined
  )
    return null;
  const format = docker.options.get("-f")?.[0] ?? docker.options.get("--format")?.[0] ?? "";
  return /^\{\{\s*\.State\.(?:Running|Status)\s*\}\}$/.test(format)
    ? { ...ASKED, what: "container", name, state: "running" }
    : null;
}
