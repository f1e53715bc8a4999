export const WHY_PINNED =
  "pip takes whatever is newest on the day of the build, so that the same files make another image next month. " +
  "Write the version that you tried: name==1.2.3.";

/** A requirement that names a package and says nothing of its version. */
export function isUnpinned(requirement: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._, -]{1,100}\])?$/.test(requirement);
}
