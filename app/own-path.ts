/**
 * Path and question of a page of ours, whatever address was given: never another site's.
 * @param address a whole one, or a path; null: none
 */
export function ownPath(address: string | null): string {
  const base = "http://site";
  if (address === null || !URL.canParse(address, base)) return "/";
  const { pathname, search } = new URL(address, base);
  // "//host" would be another site's address.
  return `/${pathname.replace(/^[/\\]+/, "")}${search}`;
}
