import { spawn } from "node:child_process";
import { join } from "node:path";
import type { SystemUser } from "./site-user.ts";

/** A program as it is to be started. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Where a clone that the user cannot read appears to them, in a mount namespace of its own. */
export const SHOWN_AT = "/run/drydock-site";

/** Binds the clone where the user can read it; "ro" as third argument keeps it from being written, also by its owner. */
const SHOW =
  'mkdir -p "$1" && mount --bind "$2" "$1" && { [ "$3" = rw ] || mount -o remount,bind,ro "$1"; } && cd "$1" && shift 3 && exec "$@"';

/**
 * A program of the clone as it runs without any of root's rights: the user's numbers, no further groups, no way back
 * (no_new_privs). It ends when this process does. The working folder is the clone, and paths below it are relative to it.
 * For root alone.
 */
export async function becomeUser(
  user: SystemUser,
  clone: string,
  command: readonly [string, ...string[]],
  mode: "ro" | "rw" = "ro",
): Promise<Command> {
  const become = [
    ...["--reuid", String(user.uid), "--regid", String(user.gid), "--clear-groups"],
    ...["--no-new-privs", "--pdeathsig", "TERM"],
  ];
  if (await succeeds("setpriv", [...become, "test", "-r", join(clone, "package.json")]))
    return { program: "setpriv", args: [...become, ...command], cwd: clone };
  return {
    program: "unshare",
    args: [
      ...["--mount", "--propagation", "private", "sh", "-c", SHOW, "sh", SHOWN_AT, clone, mode],
      ...["setpriv", ...become, ...command],
    ],
    cwd: "/",
  };
}

function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: "/", stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
