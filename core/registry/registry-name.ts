/**
 * A student's name in the class registry, from their id (small letters, digits and dashes; begins with none of the
 * last). A repository's path may not end in a dash, so dashes at the end become their number after an underscore,
 * which no id has: two ids never give one name.
 */
export function registryName(studentId: string): string {
  const [, stem = "", dashes = ""] = /^(.*?)(-*)$/.exec(studentId) ?? [];
  return dashes === "" ? stem : `${stem}_${dashes.length}`;
}
