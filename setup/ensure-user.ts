import { readFile } from "node:fs/promises";
import type { SystemUser } from "../server/data-dir/site-user.ts";
import { runCommand } from "./run-command.ts";
import { ensureGroup } from "./seat-host/ensure-group.ts";

/** The user that the web process runs as: no password, no shell, no rights. Made when it is missing. */
export async function ensureUser(name: string, home: string): Promise<SystemUser> {
  const gid = await ensureGroup(name);
  const find = async () =>
    (await readFile("/etc/passwd", "utf8"))
      .split("\n")
      .map((line) => line.split(":"))
      .find(([user]) => user === name)?.[2];
  let uid = await find();
  if (uid === undefined) {
    await runCommand("useradd", [
      ...["--system", "--gid", name, "--home-dir", home, "--no-create-home"],
      ...["--shell", "/usr/sbin/nologin", name],
    ]);
    uid = await find();
  }
  return { uid: Number(uid), gid };
}
