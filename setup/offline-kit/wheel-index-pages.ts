export interface WheelFile {
  readonly name: string;
  readonly sha256: string;
}

/** The page of one project in a PEP 503 index: a link for each file, with its hash for pip to check. */
export function projectPage(project: string, files: readonly WheelFile[]): string {
  const links = sorted(files.map((file) => file.name)).map((name) => {
    const sha256 = files.find((file) => file.name === name)?.sha256 ?? "";
    // A local version has a plus sign, which servers take for a blank.
    return `<a href="${encodeURIComponent(name)}#sha256=${sha256}">${name}</a><br>`;
  });
  return page(project, links);
}

/** The page that lists all projects; the names are normalized already, as PEP 503 wants the folders to be. */
export function rootPage(projects: readonly string[]): string {
  return page(
    "Simple index",
    sorted(projects).map((project) => `<a href="${project}/">${project}</a><br>`),
  );
}

const sorted = (names: readonly string[]) => [...names].sort((a, b) => (a < b ? -1 : 1));

function page(title: string, links: readonly string[]): string {
  return [
    "<!DOCTYPE html>",
    `<html><head><title>${title}</title></head><body>`,
    ...links,
    "</body></html>",
    "",
  ].join("\n");
}
