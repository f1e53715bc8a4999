import { z } from "zod";

const configuration = z.object({
  forbidden: z.array(z.object({ name: z.string(), comment: z.string().optional() })),
});

/** Folders whose subfolders have arrows of their own, drawn apart. */
const LARGE = ["components", "server"];

/**
 * Which folder may import which, as one mermaid diagram, from the rules that check it. Without `inside` it shows the
 * top folders; with "server" or "components" it shows the folders inside that one.
 * @param rules what .dependency-cruiser.cjs exports
 */
export function drawMap(rules: unknown, inside?: string): string {
  const lines = configuration.parse(rules).forbidden.flatMap(({ name, comment = "" }) => {
    const from = /^(.*)-arrows$/.exec(name)?.[1];
    if (from === undefined || comment === "" || largeOf(from) !== inside) return [];
    return [{ from, to: comment.split(", ").map((target) => target.replace(/\/$/, "")) }];
  });
  const drawn = new Set<string>();
  // Mermaid wants a label once for each name that is not a plain word.
  const node = (folder: string) => {
    const id = folder.replace(/\W/g, "_");
    if (drawn.has(id) || id === folder) return id;
    drawn.add(id);
    return `${id}["${folder}"]`;
  };
  return [
    "```mermaid",
    "graph TD",
    ...lines.map(({ from, to }) => `  ${node(from)} --> ${to.map(node).join(" & ")}`),
    "```",
  ].join("\n");
}

const largeOf = (folder: string) => LARGE.find((large) => folder.startsWith(`${large}/`));
