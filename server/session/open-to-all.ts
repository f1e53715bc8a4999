/** What nobody may ask for: the page that says how to come in, with what it is drawn with, and what serves it. */
const openToAll: ReadonlySet<string> = new Set([
  "GET /enter",
  "GET /icon.svg",
  "GET /api/health",
  "POST /api/language",
  "POST /api/session",
]);
/** Scripts, styles and fonts of the build: the same for every site, without a word of any course. */
const BUILD = "/_next/static/";

/** Whether an address is for people who are not signed in. Everything that is not listed is not. */
export function isOpenToAll(method: string, url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  const asked = method === "HEAD" ? "GET" : method;
  if (openToAll.has(`${asked} ${path}`)) return true;
  return asked === "GET" && path.startsWith(BUILD) && isPlain(path);
}

/** Whether a path is what it looks like: nothing in it leads out of its folder, whoever reads it. */
function isPlain(path: string): boolean {
  try {
    const decoded = decodeURIComponent(path);
    return (
      !decoded.includes("\\") && !decoded.split("/").some((part, at) => at > 0 && /^\.{0,2}$/.test(part))
    );
  } catch {
    return false;
  }
}
