import type { SyntaxNode, Word } from "unbash";
import { inFolder } from "./name-places.ts";
import { readDocker } from "./read-commands-of.ts";
import { outputOf, textOf, variableOf, type ShellVariables } from "./read-variables.ts";

/** What a command of a script asks of the machine. */
export interface Asked {
  readonly what: "container" | "image" | "volume" | "network" | "port" | "file";
  /** For a port its number. */
  readonly name: string;
  /** False: the command asks that it is not so. */
  readonly holds: boolean;
  /** The name is the whole of it, and not what a grep found in a list. */
  readonly isExact: boolean;
  /** It is the service of a compose file. */
  readonly ofCompose: boolean;
  readonly state: "running" | "stopped" | "exists" | null;
  /** Text in a file or an answer; of a network, a container. */
  readonly contains: string | null;
  readonly path: string | null;
  readonly status: number | null;
}

const plain = {
  holds: true,
  isExact: true,
  ofCompose: false,
  state: null,
  contains: null,
  path: null,
  status: null,
} as const;

/** What a command, a pipeline or a test asks; null where it is not wholly understood. */
export function askedOf(node: SyntaxNode, variables: ShellVariables): Asked | null {
  switch (node.type) {
    case "Statement":
    case "Redirected":
      return askedOf(node.command, variables);
    case "Pipeline":
    case "Command": {
      const commands = commandsOf(node, variables);
      if (commands === null) return null;
      const [first = []] = commands;
      if (commands.length === 1 && node.type === "Command" && (first[0] === "[" || first[0] === "test")) {
        return askedByTest([...node.args], variables);
      }
      // echo "$OUT" | grep text
      if (node.type === "Pipeline") {
        const said = node.commands[0];
        const variable =
          said?.type === "Command" &&
          said.name?.value === "echo" &&
          said.args.length === 1 &&
          said.args[0] !== undefined
            ? variableOf(said.args[0])
            : null;
        const output = variable === null ? undefined : variables.outputs.get(variable);
        const inner = output === undefined ? null : commandsOf(output, variables);
        if (inner !== null) return askedByOutput([...inner, ...commands.slice(1)]);
      }
      return commands.length === 1 ? askedByExit(first) : askedByOutput(commands);
    }
    case "TestCommand": {
      const { expression } = node;
      const negated = expression.type === "TestNot";
      const inner = expression.type === "TestNot" ? expression.operand : expression;
      const asked =
        inner.type === "TestUnary"
          ? byUnary(inner.operator, inner.operand, variables)
          : inner.type === "TestBinary"
            ? byBinary(inner.left, inner.operator, inner.right, variables)
            : null;
      return asked === null ? null : { ...asked, holds: asked.holds !== negated };
    }
    default:
      return null;
  }
}

/** The commands of a pipeline as their words; null where a word is not known. */
function commandsOf(node: SyntaxNode, variables: ShellVariables): string[][] | null {
  if (node.type === "Statement" || node.type === "Redirected") return commandsOf(node.command, variables);
  const nodes = node.type === "Pipeline" ? node.commands : [node];
  const commands: string[][] = [];
  for (const one of nodes) {
    if (one.type !== "Command" || one.name === undefined) return null;
    const isTest =
      one.name.value === "[" || one.name.value === "test" || (one.name.value === "echo" && nodes.length > 1);
    const words = [one.name, ...one.args].map((word) =>
      isTest ? (textOf(word, variables.texts) ?? word.text) : textOf(word, variables.texts),
    );
    if (words.some((word) => word === null)) return null;
    const known = words.map((word) => word ?? "");
    if (known[0] === "sudo") known.shift();
    if (known[0] === "podman") known[0] = "docker";
    if (known[0] === "docker-compose") known.splice(0, 1, "docker", "compose");
    commands.push(known);
  }
  return commands;
}

function askedByTest(words: readonly Word[], variables: ShellVariables): Asked | null {
  const args = words.at(-1)?.value === "]" ? words.slice(0, -1) : [...words];
  const negated = args[0]?.value === "!";
  if (negated) args.shift();
  const [one, two, three, more] = args;
  if (more !== undefined || one === undefined) return null;
  const asked =
    three !== undefined && two !== undefined
      ? byBinary(one, two.value, three, variables)
      : two !== undefined
        ? byUnary(one.value, two, variables)
        : byUnary("-n", one, variables);
  return asked === null ? null : { ...asked, holds: asked.holds !== negated };
}

function byUnary(operator: string, operand: Word, variables: ShellVariables): Asked | null {
  if (/^-[fes]$/.test(operator)) {
    const path = textOf(operand, variables.texts);
    return path === null ? null : fileAsked(path, null);
  }
  if (operator !== "-n" && operator !== "-z") return null;
  const output = outputOfWord(operand, variables);
  const commands = output === null ? null : commandsOf(output, variables);
  const asked = commands === null ? null : askedByOutput(commands);
  return asked === null ? null : { ...asked, holds: operator === "-n" };
}

function byBinary(left: Word, operator: string, right: Word, variables: ShellVariables): Asked | null {
  if (!/^(?:=|==|!=|-eq|-ne)$/.test(operator)) return null;
  const output = outputOfWord(left, variables);
  const commands = output === null ? null : commandsOf(output, variables);
  if (commands === null) return null;
  const wanted = textOf(right, variables.texts);
  const holds = !/^(?:!=|-ne)$/.test(operator);
  // [[ "$OUT" == *text* ]]
  const within = /^\*"?([^*?[\]"]+)"?\*$/.exec(right.text)?.[1];
  if (within !== undefined) {
    const asked = askedByOutput([...commands, ["grep", within]]);
    return asked === null ? null : { ...asked, holds };
  }
  if (wanted === null) return null;
  const [first = []] = commands;
  if (commands.length === 1) {
    const running = runningByInspect(first);
    if (running !== null && /^(?:true|running)$/.test(wanted)) return { ...running, holds };
    const status = first.includes("-w") || first.includes("--write-out") ? portAsked(first, null) : null;
    if (status !== null && /^\d{3}$/.test(wanted)) return { ...status, status: Number(wanted), holds };
  }
  return null;
}

function outputOfWord(word: Word, { outputs }: ShellVariables): SyntaxNode | null {
  const variable = variableOf(word);
  return outputOf(word) ?? (variable === null ? null : (outputs.get(variable) ?? null));
}

/** What a command asks that ends badly when it is not so. */
function askedByExit(words: readonly string[]): Asked | null {
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
      return { ...plain, what: "image", name };
    case "container inspect":
      return { ...plain, what: "container", name, state: "exists" };
    case "volume inspect":
      return { ...plain, what: "volume", name };
    case "network inspect":
      return { ...plain, what: "network", name };
    default:
      return null;
  }
}

/** What is asked by looking for a text in what a command prints. */
function askedByOutput(commands: readonly (readonly string[])[]): Asked | null {
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
  const list = { ...plain, isExact: false } as const;
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
      return text === undefined && rest[0] !== undefined ? { ...plain, what: "image", name: rest[0] } : null;
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
      return { ...plain, what: "network", name: rest[0], contains: text ?? null };
    case "volume inspect":
      return rest[0] === undefined || text !== undefined ? null : { ...plain, what: "volume", name: rest[0] };
    default:
      return null;
  }
}

function runningByInspect(words: readonly string[]): Asked | null {
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
    ? { ...plain, what: "container", name, state: "running" }
    : null;
}

/** What grep takes for a pattern; a dot is mostly meant as a dot. */
const IS_PATTERN = /[\^$*[\]\\|]/;

function readGrep(
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

function portAsked(words: readonly string[], contains: string | null): Asked | null {
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
  return { ...plain, what: "port", name: match[1] ?? "80", path: match[2] ?? "/", contains };
}

/** A scenario works in the home folder of root, a lab in a folder of its own. */
function fileAsked(given: string, contains: string | null): Asked | null {
  const path = inFolder("", given);
  return path === null ? null : { ...plain, what: "file", name: path, contains };
}
