import type { ConvertedFence, Fence } from "../convert-fence.ts";
import type { Remark, Section } from "../scenario.ts";
import type { Node } from "./node.ts";
import type { PreparedSource } from "./prepare-source.ts";

/** Where in the lesson's folder the picture at an address of the source is; null for one that did not come with it. */
export type PathOfPicture = (address: string) => string | null;

/** What the conversion of one section goes by, and what it finds on its way. */
export interface Conversion {
  readonly section: Section;
  readonly source: PreparedSource;
  readonly convertFence: (fence: Fence) => ConvertedFence;
  readonly hasLab: boolean;
  readonly pathOf: PathOfPicture;
  /** By identifier: [docs]: https://… */
  readonly definitions: ReadonlyMap<string, { readonly url: string; readonly title: string | null }>;
  readonly remarks: Remark[];
  readonly fences: ConvertedFence[];
  /** Names of values that the reader is asked for. */
  readonly variables: ReadonlySet<string>;
  /** Level of the heading above. */
  depth: number;
}

/** Tells what the lesson does not have as the source has it. `line`: of the prepared text. */
export function tell(conversion: Conversion, line: number, what: string): void {
  const where = `${conversion.section.file}:${conversion.source.lineAt(line)}`;
  conversion.remarks.push({ where, what });
}

/** A command that stands within a sentence or on a line of its own, and what is to be done with it. */
export interface FoundCommand {
  readonly command: string;
  /** "exec", "execute interrupt", "copy" */
  readonly action: string;
  readonly line: number;
}

export const lineOf = (node: Node, above = 1): number => node.position?.start.line ?? above;
