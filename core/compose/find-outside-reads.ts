import { asList, asRecord, type ComposeProject, isInside, type Refusal } from "./policy-values.ts";
import { readComposeYaml } from "./read-yaml.ts";

/**
 * What compose reads while it resolves a file, and of which nothing shows in what it prints: other Compose files,
 * and files of variables. Only the latter are allowed, from the project.
 */
export function findOutsideReads(text: string, project: ComposeProject): Refusal[] {
  const documents = readComposeYaml(text);
  if (documents === null) return [{ path: [], reason: "this is not plain YAML, as the grader reads it" }];
  return documents.flatMap((top) => [
    ...(top["include"] === undefined
      ? []
      : [{ path: ["include"], reason: "the grader reads one Compose file" }]),
    ...Object.entries(asRecord(top["services"]) ?? {}).flatMap(([name, value]) =>
      readsOf(asRecord(value) ?? {}, project).map(({ path, reason }) => ({
        path: ["services", name, ...path],
        reason,
      })),
    ),
  ]);
}

function readsOf(service: Readonly<Record<string, unknown>>, project: ComposeProject): Refusal[] {
  const extended = asRecord(service["extends"])?.["file"];
  const found: Refusal[] =
    extended === undefined
      ? []
      : [{ path: ["extends", "file"], reason: "the grader reads one Compose file" }];
  for (const key of ["env_file", "label_file"]) {
    asList(service[key]).forEach((entry, index) => {
      const path = asRecord(entry)?.["path"] ?? entry;
      if (isOfProject(path, project)) return;
      found.push({ path: [key, String(index)], reason: "the file lies outside of the project" });
    });
  }
  return found;
}

/** A plain path: what a variable or "~" stands for is not known before compose has read it. */
function isOfProject(path: unknown, { folder }: ComposeProject): boolean {
  if (typeof path !== "string" || /[$~]/.test(path)) return false;
  return isInside(path.startsWith("/") ? path : `${folder}/${path}`, folder);
}
