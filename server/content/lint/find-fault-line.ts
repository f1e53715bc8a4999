import { type MdxNode,readMdx } from "./read-mdx.ts";
import { render } from "./try-rendering.ts";

/** More blocks than any lesson has. */
const MOST = 1000;

/**
 * Line of the block that keeps a lesson from being rendered: of its beginnings, block by block, the shortest that fails.
 * Halves the search each time. Null when no beginning fails.
 */
export async function findFaultLine(source: string, tree: MdxNode): Promise<number | null> {
  const lines = source.split("\n");
  const blocks = (tree.children ?? []).slice(0, MOST).filter((node) => node.position !== undefined);
  const fails = async (count: number): Promise<boolean> => {
    const end = blocks[count - 1]?.position?.end?.line ?? lines.length;
    const mdx = await readMdx(lines.slice(0, end).join("\n"));
    return mdx.status === "read" && (await render(mdx.code, mdx.tree)) !== null;
  };
  let low = 1;
  let high = blocks.length;
  if (high === 0 || !(await fails(high))) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await fails(middle)) high = middle;
    else low = middle + 1;
  }
  return blocks[low - 1]?.position?.start.line ?? null;
}
