import type { BuiltImage, Waste } from "../../core/image/report.ts";
import { formatBytes } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";

export interface BarSegment {
  readonly key: string;
  readonly kind: "base" | "own" | "waste";
  /** Begin and width as shares of the whole scale, 0 to 1. */
  readonly start: number;
  readonly width: number;
  readonly bytes: number;
  /** Null for the base, which is one segment however many layers it has. */
  readonly layerIndex: number | null;
  readonly line: number | null;
  readonly label: string;
}

export interface BarLayout {
  readonly segments: readonly BarSegment[];
  /** Where the image ends, where the budget is, where the previous image ended: shares of the scale. */
  readonly end: number;
  readonly budget: number | null;
  readonly ghost: number | null;
  readonly scaleBytes: number;
}

export interface BarInput {
  readonly image: BuiltImage;
  readonly waste: readonly Waste[];
  readonly budgetBytes: number | null;
  readonly previousBytes: number | null;
}

/** Room to the right of the longest mark, so that its label has a place. */
const MARGIN = 1.06;

/** The bar of bytes as shares of one scale that holds the image, the budget and the previous image. */
export function layoutBar(
  text: Text["image"],
  { image, waste, budgetBytes, previousBytes }: BarInput,
): BarLayout {
  const total = image.layers.reduce((sum, layer) => sum + layer.bytes, 0);
  const scaleBytes = Math.max(total, budgetBytes ?? 0, previousBytes ?? 0, 1) * MARGIN;
  const segments: BarSegment[] = [];
  let at = 0;
  const put = (segment: Omit<BarSegment, "start" | "width">): void => {
    segments.push({ ...segment, start: at / scaleBytes, width: segment.bytes / scaleBytes });
    at += segment.bytes;
  };

  const baseBytes = image.layers.reduce((sum, layer) => sum + (layer.origin === "base" ? layer.bytes : 0), 0);
  if (baseBytes > 0) {
    const label = text.baseOf(formatBytes(baseBytes));
    put({ key: "base", kind: "base", bytes: baseBytes, layerIndex: null, line: null, label });
  }
  for (const layer of image.layers) {
    if (layer.origin === "base" || layer.bytes === 0) continue;
    let left = layer.bytes;
    const wasted = waste
      .filter((each) => each.layerIndex === layer.index && each.bytes > 0)
      .map((each) => {
        // A seat may claim more waste than the layer has bytes.
        const bytes = Math.min(each.bytes, left);
        left -= bytes;
        return { ...each, bytes };
      });
    const place = { layerIndex: layer.index, line: layer.line };
    if (left > 0) {
      const label = layer.line === null ? formatBytes(left) : text.lineOf(layer.line, formatBytes(left));
      put({ key: `layer-${layer.index}`, kind: "own", bytes: left, label, ...place });
    }
    for (const { cause, bytes } of wasted) {
      if (bytes === 0) continue;
      const label = `${text.waste[cause]} ${formatBytes(bytes)}`;
      put({ key: `waste-${layer.index}-${cause}`, kind: "waste", bytes, label, ...place });
    }
  }
  return {
    segments,
    end: total / scaleBytes,
    budget: budgetBytes === null ? null : budgetBytes / scaleBytes,
    ghost: previousBytes === null ? null : previousBytes / scaleBytes,
    scaleBytes,
  };
}
