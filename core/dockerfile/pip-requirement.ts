import { normalizePackage } from "../check/python-packages.ts";

/** One thing that pip is asked for. */
export interface PipRequirement {
  /** Normalized: "scikit-learn". */
  readonly name: string;
  /** "and-cuda" of tensorflow[and-cuda]. */
  readonly extras: readonly string[];
  /** What follows the name: "==2.13.0+cu130"; empty when any version does. */
  readonly version: string;
}

/** What a list of words, or a requirements file, asks pip for. */
export interface PipRequest {
  readonly requirements: readonly PipRequirement[];
  /** Every index, find-links page and wheel address that is named. */
  readonly addresses: readonly string[];
  /** Further requirements files. */
  readonly lists: readonly string[];
}

/** Options of `pip install` that take the next word as their value and say nothing of what is installed. */
const withValue = new Set([
  ...[
    "-c",
    "--constraint",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "--src",
    "--platform",
    "--python-version",
  ],
  ...[
    "--implementation",
    "--abi",
    "--upgrade-strategy",
    "--trusted-host",
    "--proxy",
    "--retries",
    "--timeout",
  ],
  ...[
    "--cache-dir",
    "--progress-bar",
    "--root-user-action",
    "--no-binary",
    "--only-binary",
    "--python",
    "-p",
  ],
]);
const listOptions = new Set(["-r", "--requirement", "--requirements"]);
const addressOptions = new Set(["-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--index"]);

/** Reads the words behind `install`. Quotes are gone, variables are put in. */
export function readPipWords(words: readonly string[]): PipRequest {
  const request = { requirements: [] as PipRequirement[], addresses: [] as string[], lists: [] as string[] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, long, joined] = /^(--[a-z-]+)=(.*)$/.exec(word) ?? [];
    const [, short, close] = /^(-[rif])(.+)$/.exec(word) ?? [];
    const option = long ?? (word.startsWith("--") ? word : (short ?? word));
    const value = () =>
      joined ?? (long === undefined && !word.startsWith("--") ? close : undefined) ?? words[(at += 1)];
    if (listOptions.has(option)) request.lists.push(value() ?? "");
    else if (addressOptions.has(option)) request.addresses.push(value() ?? "");
    else if (withValue.has(option)) value();
    else if (!word.startsWith("-")) addRequirement(request, word);
  }
  return request;
}

/** Reads the text of a requirements file. */
export function readPipList(text: string): PipRequest {
  const words: string[] = [];
  const plain: PipRequirement[] = [];
  const named = { requirements: plain, addresses: [] as string[] };
  for (const line of text
    .slice(0, MAX_CHARACTERS)
    .replaceAll(/\\\r?\n/g, " ")
    .split(/\r?\n/)) {
    const written = line.replace(/(^|\s)#.*$/, "").trim();
    if (written.startsWith("-")) words.push(...written.split(/\s+/));
    else if (written !== "") addRequirement(named, written.split(";")[0]?.trim() ?? "");
  }
  const options = readPipWords(words);
  return {
    requirements: [...plain, ...options.requirements],
    addresses: [...named.addresses, ...options.addresses],
    lists: options.lists,
  };
}

const MAX_CHARACTERS = 100_000;

function addRequirement(into: { requirements: PipRequirement[]; addresses: string[] }, text: string): void {
  const address = /https?:\/\/\S+/.exec(text)?.[0];
  if (address !== undefined) into.addresses.push(address);
  // A wheel by its address has name and version in the file's name, neither with a dash. Each part has one way to
  // fit: the address is a student's, and of any length.
  const wheel = /\/([^-/]+)-(\d[^-/]*)-[^/]*\.whl/.exec(address === undefined ? "" : decode(address));
  if (wheel !== null) {
    into.requirements.push({
      name: normalizePackage(wheel[1] ?? ""),
      extras: [],
      version: `==${wheel[2] ?? ""}`,
    });
    return;
  }
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*(.*)$/s.exec(text);
  if (match?.[1] === undefined || address === text) return;
  into.requirements.push({
    name: normalizePackage(match[1]),
    extras: (match[2] ?? "").split(",").map((extra) => normalizePackage(extra.trim())),
    version: (match[3] ?? "").replaceAll(/\s+/g, ""),
  });
}

function decode(address: string): string {
  return address.replaceAll(/%2b/gi, "+");
}
