/**
 * A scenario works in the home folder of root, a lab in a folder of its own: commands that name the one are given the
 * other. What is hidden there (~/.docker) is the machine's own, and paths behind `docker exec` are a container's.
 */
export function relocate(line: string, folder: string): string {
  const home = `/workspace/${folder}`;
  const isInside = /\bdocker\s+(?:container\s+)?(?:exec|run|create)\b/.test(line);
  const pattern = isInside
    ? /(?<=(?:-v|--volume)[ =]"?)(?:\/root|~)(?=\/(?!\.)|:)/g
    : /(?<![\w./:~-])(?:\/root|~)(?=\/(?!\.)|[\s;&|)"']|$)/g;
  return line.replace(pattern, home).replace(/^(\s*)cd\s*$/, `$1cd ${home}`);
}
