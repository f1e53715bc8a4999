/**
 * Names of the labs' folders in a seat: the lab's own name, or where two labs have the same, the whole of
 * "course-lesson-lab".
 */
export function nameFolders(labs: readonly string[]): ReadonlyMap<string, string> {
  const last = (id: string) => id.split("/").at(-1) ?? id;
  const count = new Map<string, number>();
  for (const id of labs) count.set(last(id), (count.get(last(id)) ?? 0) + 1);
  return new Map(labs.map((id) => [id, count.get(last(id)) === 1 ? last(id) : id.replaceAll("/", "-")]));
}
