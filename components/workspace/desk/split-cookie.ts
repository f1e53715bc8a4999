/** Where the student left the two dividers, in percent. */
export interface Split {
  /** Width of the prose. */
  readonly prose: number;
  /** Height of the editor within the workspace. */
  readonly editor: number;
}

/** A cookie and not the browser's storage, so that the first paint has the dividers in their places. */
export const SPLIT_COOKIE = "drydock-split";

export const splitRange = { prose: { min: 25, max: 65 }, editor: { min: 20, max: 80 } } as const;

const usual: Split = { prose: 42, editor: 48 };

export function parseSplit(value: string | undefined): Split {
  const [prose, editor] = (value ?? "").split("_").map(Number);
  return { prose: within(prose, "prose"), editor: within(editor, "editor") };
}

export function writeSplit(split: Split): string {
  return `${SPLIT_COOKIE}=${split.prose}_${split.editor}; path=/; max-age=31536000; samesite=lax`;
}

function within(value: number | undefined, part: keyof Split): number {
  const { min, max } = splitRange[part];
  if (value === undefined || !Number.isFinite(value) || value < min || value > max) return usual[part];
  return value;
}
