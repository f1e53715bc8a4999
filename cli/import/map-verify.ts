import { seatExpectation } from "../../core/lab/seat-expectation.ts";
import type { MappedExpectation } from "./scenario.ts";

export interface MappedVerify {
  readonly expectations: readonly MappedExpectation[];
  /** Commands that no expectation says, with their lines. */
  readonly unmapped: readonly { readonly line: number; readonly command: string }[];
}

/** Lines that prepare a check and check nothing themselves. */
const SILENT =
  /^(#.*|set [-+].*|\{|\}.*|date|echo\b.*|printf\b.*|exit\b.*|true|sleep\b.*|cd\b.*|then|fi|else|[A-Za-z_]\w*=\S*|)$/;

/**
 * The checks of a verify.sh as expectations of a seat, as far as they can be said: checks are data here, and no script
 * of an author's is run to grade. A command that is only half understood counts as not understood.
 */
export function mapVerify(script: string): MappedVerify {
  const expectations: MappedExpectation[] = [];
  const unmapped: { line: number; command: string }[] = [];
  script.split(/\r?\n/).forEach((text, index) => {
    const line = index + 1;
    // What is printed, and where to, does not matter; `if` asks as well as a plain command.
    const bare = text
      .replace(/\s*(?:[12&]?>>?\s*(?:&\d|\S+)|2>&1)/g, "")
      .replace(/^\s*(?:el)?if\s+(.*?);?\s*(?:then\s*)?$/, "$1")
      .trim();
    for (const command of bare.split(/\s*(?:&&|;)\s*/).map((one) => one.trim())) {
      if (SILENT.test(command) || /\|\|\s*true$/.test(command)) continue;
      const mapped = mapCommand(command);
      if (mapped !== null && seatExpectation.safeParse(mapped.expectation).success) expectations.push(mapped);
      else unmapped.push({ line, command: text.trim() });
    }
  });
  const seen = new Set<string>();
  const once = expectations.filter(({ expectation }) => {
    const key = JSON.stringify(expectation);
    return !seen.has(key) && seen.add(key);
  });
  return { expectations: once, unmapped };
}

function mapCommand(command: string): MappedExpectation | null {
  const [first = "", ...pipes] = command.split(/\s*\|\s*/);
  const greps = pipes.map(readGrep);
  if (greps.some((one) => one === null)) return null;
  const found = greps.flatMap((one) => one ?? []);
  return (
    mapImage(first, found) ??
    mapContainer(first, found) ??
    mapNamed(first, found) ??
    mapPort(first, found) ??
    mapFile(first, found)
  );
}

/** What grep takes for a pattern; a dot is mostly meant as a dot. */
const IS_PATTERN = /[\^$*[\]\\]/;

/** The text that a plain grep looks for; null for a pattern or another program. */
function readGrep(command: string): string | null {
  const match = /^e?grep(?:\s+-[qFwio]+)*\s+(?:"([^"$`]*)"|'([^']*)'|(\S+))$/.exec(command);
  const text = match?.[1] ?? match?.[2] ?? match?.[3];
  return text === undefined || IS_PATTERN.test(text) ? null : text;
}

function mapImage(command: string, greps: readonly string[]): MappedExpectation | null {
  const inspected = /^(?:docker|podman) image inspect (\S+)$/.exec(command)?.[1];
  const listed = /^(?:docker|podman) (?:image ls|image list|images)(?: -a)?(?: (\S+))?$/.exec(command);
  const [name, tag, ...more] =
    inspected !== undefined
      ? [inspected, ...greps.map(() => "")]
      : [listed?.[1], ...greps].filter((one) => one !== undefined);
  if (name === undefined || name === "" || more.length > 0 || (inspected === undefined && listed === null))
    return null;
  const full = tag === undefined || tag === "" || tag === "latest" ? name : `${name}:${tag}`;
  return {
    expectation: { what: "image", name: full, is: "there" },
    undo: `docker image rm --force ${full}`,
  };
}

function mapContainer(command: string, greps: readonly string[]): MappedExpectation | null {
  if (/^(?:docker|podman) (?:ps|container ls)$/.test(command)) {
    const [name, ...states] = greps;
    if (name === undefined || states.some((one) => !/^up$/i.test(one))) return null;
    return running(name);
  }
  if (/^(?:docker|podman) (?:ps|container ls) (?:-a|--all)$/.test(command)) {
    const [name, state, ...more] = greps;
    if (name === undefined || more.length > 0 || state?.startsWith("Exited") !== true) return null;
    return {
      expectation: { what: "container", name, is: "stopped" },
      undo: `docker rm --force ${name}`,
    };
  }
  const inspect =
    /^docker (?:container )?inspect (?:-f|--format)[ =]['"]?\{\{ ?\.State\.(?:Running|Status) ?\}\}['"]? (\S+)$/.exec(
      command,
    );
  if (inspect?.[1] !== undefined && ["true", "running"].includes(greps[0] ?? "")) return running(inspect[1]);
  return null;
}

const running = (name: string): MappedExpectation => ({
  expectation: { what: "container", name, is: "running" },
  undo: `docker rm --force ${name}`,
});

function mapNamed(command: string, greps: readonly string[]): MappedExpectation | null {
  const match = /^docker (network|volume) (ls|inspect)(?: (\S+))?$/.exec(command);
  if (match === null) return null;
  const [, kind, verb, given] = match;
  const name = verb === "inspect" ? given : greps[0];
  const rest = verb === "inspect" ? greps : greps.slice(1);
  if (name === undefined || rest.length > (kind === "network" && verb === "inspect" ? 1 : 0)) return null;
  if (kind === "volume") {
    return { expectation: { what: "volume", name, is: "there" }, undo: `docker volume rm --force ${name}` };
  }
  const [connected] = rest;
  return {
    expectation: {
      what: "network",
      name,
      is: "there",
      ...(connected === undefined ? {} : { connects: [connected] }),
    },
    undo:
      connected === undefined
        ? `docker network rm ${name}`
        : `docker network disconnect --force ${name} ${connected}`,
  };
}

function mapPort(command: string, greps: readonly string[]): MappedExpectation | null {
  const match =
    /^curl(?:\s+-[a-zA-Z]+)*\s+["']?(?:http:\/\/)?(?:localhost|127\.0\.0\.1)(?::(\d+))?(\/[^\s"']*)?["']?$/.exec(
      command,
    );
  if (match === null || greps.length > 1) return null;
  const port = Number(match[1] ?? 80);
  const [contains] = greps;
  return {
    expectation: {
      what: "port",
      port,
      path: match[2] ?? "/",
      status: 200,
      ...(contains === undefined ? {} : { contains }),
    },
    undo: `docker ps --quiet --filter publish=${port} | xargs --no-run-if-empty docker rm --force`,
  };
}

function mapFile(command: string, greps: readonly string[]): MappedExpectation | null {
  const there = /^(?:test -[fes] (\S+)|\[\[? -[fes] (\S+) \]\]?|stat (\S+)|ls (\S+))$/.exec(command);
  const read = /^cat (\S+)$/.exec(command);
  const searched = /^grep(?:\s+-[qF]+)*\s+(?:"([^"$`]*)"|'([^']*)'|(\S+))\s+(\S+)$/.exec(command);
  const searchedText = firstOf(searched, 1, 4);
  if (searchedText !== undefined && IS_PATTERN.test(searchedText)) return null;
  const path = inFolder(firstOf(there, 1, 5) ?? read?.[1] ?? searched?.[4]);
  const text = searchedText ?? greps[0];
  if (path === null || greps.length > 1 || (read !== null && text === undefined)) return null;
  return {
    expectation: {
      what: "file",
      in: "folder",
      path,
      is: "there",
      ...(text === undefined ? {} : { contains: text }),
    },
    undo: `rm --force '${path}'`,
  };
}

/** A scenario works in the home folder of root, a lab in a folder of its own. */
function inFolder(path: string | undefined): string | null {
  const plain = path?.replace(/^["']|["']$/g, "").replace(/^(?:\/root\/|~\/|\$HOME\/|\.\/)/, "");
  return plain === undefined || plain.startsWith("/") || /[$*?'"`]/.test(plain) ? null : plain;
}

/** The first group that matched, of those from `from` to before `to`; groups that did not are undefined. */
function firstOf(match: RegExpExecArray | null, from: number, to: number): string | undefined {
  const groups: (string | undefined)[] = match?.slice(from, to) ?? [];
  return groups.find((group) => group !== undefined);
}
