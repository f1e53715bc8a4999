import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../run-command.ts";

/** Where this machine's apt gets Debian from, without a trailing slash. */
export interface DebianMirror {
  readonly main: string;
  readonly security: string;
}

const DEFAULT: DebianMirror = {
  main: "http://deb.debian.org/debian",
  security: "http://deb.debian.org/debian-security",
};

/** Reads it from apt itself, so that a machine with a mirror of its own is served from there. */
export async function findMirror(): Promise<DebianMirror> {
  const policy = await runCommand("apt-cache", ["policy"]).catch(() => "");
  const address = (suite: string) => new RegExp(`(https?://\\S+?)/? ${suite}/main`).exec(policy)?.[1];
  return {
    main: address("(?:bookworm|trixie)") ?? DEFAULT.main,
    security: address("(?:bookworm|trixie)-security") ?? DEFAULT.security,
  };
}

/**
 * Why nothing can be made from Debian's packages now, or null when its mirror answers. Asked by apt's own helper,
 * which knows the machine's proxies and certificates.
 */
export async function findSilentMirror(): Promise<string | null> {
  const { main } = await findMirror();
  const folder = await mkdtemp(path.join(tmpdir(), "drydock-mirror-"));
  try {
    await runCommand("/usr/lib/apt/apt-helper", [
      ...["-o", "Acquire::http::Timeout=10", "-o", "Acquire::https::Timeout=10", "-o", "Acquire::Retries=1"],
      ...["download-file", `${main}/dists/trixie/InRelease`, path.join(folder, "InRelease")],
    ]);
    return null;
  } catch {
    return `Debian's mirror ${new URL(main).host} does not answer`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
