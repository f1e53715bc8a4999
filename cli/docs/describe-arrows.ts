import { drawMap } from "./draw-map.ts";

/**
 * The page docs/architecture/arrows.md: which folder inside server/ and components/ may import which.
 * @param rules what .dependency-cruiser.cjs exports
 */
export function describeArrows(rules: unknown): string {
  return `# Arrows inside server/ and components/

\`npm run docs\` writes this page from \`.dependency-cruiser.cjs\`, which \`npm run arrows\` checks. An arrow means "may import". The map of the top folders is in [ARCHITECTURE.md](../../ARCHITECTURE.md#the-map).

## Inside server/

Every folder may also import \`server/config.ts\` and \`server/site.ts\`. Folders without an arrow import nothing else of \`server/\`.

${drawMap(rules, "server")}

## Inside components/

Every folder may also import \`components/text\`, and types from everywhere in \`components/\`.

${drawMap(rules, "components")}
`;
}
