/** Below the lab's folder: "" is the folder itself, null what is outside of it. */
export function inFolder(where: string, path: string): string | null {
  if (/[*?$`{}"'\n]/.test(path)) return null;
  const plain = path.replace(/^(?:\/root\/|~\/|\$HOME\/|\/workspace\/[^/]+\/)/, "/");
  const absolute = plain !== path ? plain : path.startsWith("/") ? null : `/${where}/${path}`;
  if (absolute === null) return null;
  const parts: string[] = [];
  for (const part of absolute.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else parts.push(part);
  }
  return parts.length === 0 ? null : parts.join("/");
}

export function joinFolder(where: string, path: string): string {
  if (/^(?:~|\/root|\$HOME|\/workspace\/[^/]+)?\/?$/.test(path) || path === "") return "";
  if (/^\.\.?\/?$/.test(path)) return path.startsWith("..") ? where.split("/").slice(0, -1).join("/") : where;
  return inFolder(where, path) ?? where;
}

/** With its tag; null for what is no name: a variable, an id, a digest. */
export function fullName(name: string): string | null {
  if (!/^[a-z0-9][a-z0-9._/-]*(?::\d+\/[a-z0-9._/-]+)?(?::[a-zA-Z0-9._-]+)?$/.test(name) || name.length > 200)
    return null;
  return /:[^/]+$/.test(name) ? name : `${name}:latest`;
}
