import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { AppError } from "../../core/errors.ts";

const run = promisify(execFile);

export interface AptSources {
  /** One-line sources of Debian 12 from the mirror that this machine reads. */
  readonly lines: readonly string[];
  /** The mirrors, "http://host" or "https://host:port": what the seats' proxy must let through. */
  readonly origins: readonly string[];
  /** The machine's own apt options (proxy, date checks) that a build from the same mirror needs. */
  readonly options: readonly string[];
}

const RELEASE = "bookworm";

/**
 * Takes the Debian mirror from the machine's apt configuration, so that the kit is made from where this machine's
 * packages come from. Throws AppError when apt knows no Debian mirror.
 */
export async function findAptSources(): Promise<AptSources> {
  const format = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
  const [targets, options, os] = await Promise.all([
    run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"]),
    run("apt-config", ["dump"]),
    readFile("/etc/os-release", "utf8"),
  ]).catch((cause: unknown) => {
    throw missingMirror("apt's configuration cannot be read", cause);
  });
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(os)?.[1] ?? RELEASE;
  return parseAptSources(targets.stdout, options.stdout, codename);
}

/** `targets`: lines "URI RELEASE COMPONENT"; `dump`: what `apt-config dump` prints; `codename`: the machine's Debian. */
export function parseAptSources(targets: string, dump: string, codename: string): AptSources {
  const rows = targets.split("\n").map((line) => line.split(" "));
  const uriOf = (release: string) => rows.find((row) => row[1] === release && row[2] === "main")?.[0];
  const archive = uriOf(codename);
  if (archive === undefined) throw missingMirror(`apt has no source for ${codename} main`);
  const security = uriOf(`${codename}-security`);
  const lines = [`deb ${archive} ${RELEASE} main`, `deb ${archive} ${RELEASE}-updates main`];
  if (security !== undefined) lines.push(`deb ${security} ${RELEASE}-security main`);
  const origins = [archive, security].filter((uri) => uri !== undefined).map((uri) => new URL(uri).origin);
  return {
    lines,
    origins: [...new Set(origins)],
    options: dump
      .split("\n")
      .filter((line) => /^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date) "[^"]+";$/.test(line)),
  };
}

function missingMirror(message: string, cause?: unknown): AppError {
  return new AppError("SEAT_HOST_MISSING", {
    message,
    userMessage:
      "The stand-ins for the base images are made from Debian's packages, and apt on this machine knows no Debian " +
      "mirror. Check /etc/apt/sources.list.d, run apt-get update, and start again.",
    cause,
  });
}
