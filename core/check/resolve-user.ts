/** What the `USER` of an image comes to in a container. */
export type ResolvedUser =
  /** No USER at all: Docker runs as root. */
  | { readonly status: "unset" }
  | { readonly status: "known"; readonly uid: number; readonly name: string | null }
  /** A name that /etc/passwd does not have: the container cannot start. */
  | { readonly status: "unknown-user"; readonly name: string }
  | { readonly status: "unknown-group"; readonly name: string; readonly uid: number }
  /** A number that is none, or too large for a uid. */
  | { readonly status: "invalid"; readonly text: string };

/** Largest uid that the kernel takes. */
const MAX_UID = 2 ** 31 - 1;

/**
 * Resolves `user`, `uid`, `user:group` against the files of the final image as the engine does: a number is a
 * uid whether or not anybody has it, a name must be in /etc/passwd. `null` stands for a missing file.
 */
export function resolveUser(configured: string, passwd: string | null, group: string | null): ResolvedUser {
  const [user = "", groupName] = configured.trim().split(":", 2);
  if (user === "" && (groupName ?? "") === "") return { status: "unset" };
  const resolved = user === "" ? { uid: 0, name: null } : findUser(user, passwd);
  if (resolved === "invalid") return { status: "invalid", text: user.slice(0, 100) };
  if (resolved === null) return { status: "unknown-user", name: user.slice(0, 100) };
  if (groupName !== undefined && groupName !== "" && !/^\d+$/.test(groupName)) {
    const known = entries(group).some((fields) => fields[0] === groupName);
    if (!known) return { status: "unknown-group", name: groupName.slice(0, 100), uid: resolved.uid };
  }
  return { status: "known", ...resolved };
}

function findUser(
  user: string,
  passwd: string | null,
): { uid: number; name: string | null } | "invalid" | null {
  if (/^[+-]?\d+$/.test(user)) {
    const uid = Number(user);
    if (uid < 0 || uid > MAX_UID) return "invalid";
    return { uid, name: entries(passwd).find((fields) => Number(fields[2]) === uid)?.[0] ?? null };
  }
  const entry = entries(passwd).find((fields) => fields[0] === user);
  const uid = Number(entry?.[2] ?? Number.NaN);
  return entry === undefined || !Number.isInteger(uid) ? null : { uid, name: user };
}

function entries(file: string | null): string[][] {
  return (file ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"));
}
