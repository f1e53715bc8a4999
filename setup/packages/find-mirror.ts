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
