import type { SeatHostPaths } from "../seat-host/paths.ts";
import { runIncus } from "./run-incus.ts";

/** A token by which a machine may join under this name, once, within three hours. */
export async function addMember(paths: SeatHostPaths, name: string): Promise<string> {
  const said = await runIncus(paths, ["cluster", "add", name, "--quiet"]);
  const token = said.trim().split(/\s/).at(-1) ?? "";
  if (!/^[A-Za-z0-9+/=_-]{40,}$/.test(token)) throw new Error(`no token for ${name}: ${said.trim()}`);
  return token;
}
