import { readFile } from "node:fs/promises";
import { runCommand } from "../run-command.ts";

/** Makes a system group when it is missing. Returns its number. */
export async function ensureGroup(name: string): Promise<number> {
  const find = async () =>
    (await readFile("/etc/group", "utf8"))
      .split("\n")
      .map((line) => line.split(":"))
      .find(([group]) => group === name)?.[2];
  let id = await find();
  if (id === undefined) {
    await runCommand("groupadd", ["--system", name]);
    id = await find();
  }
  return Number(id);
}
