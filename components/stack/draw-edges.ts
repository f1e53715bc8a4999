/** A box as it lies on the page, from the left and top of the picture, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Edge {
  /** What is started first. */
  readonly from: string;
  readonly to: string;
  readonly met: boolean;
}

export interface DrawnEdge extends Edge {
  /** For the `d` of an SVG path; the arrow's head is a path of its own. */
  readonly line: string;
  readonly head: string;
}

/** Without those that only say what others say already: when c waits for b and b for a, c waits for a as well. */
export function withoutShortcuts(edges: readonly Edge[]): Edge[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const known = new Map<string, ReadonlySet<string>>();
  /** All that starts after it, one way or another. */
  const after = (name: string): ReadonlySet<string> => {
    const kept = known.get(name);
    if (kept !== undefined) return kept;
    const found = new Set<string>();
    const waiting = [name];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const to of next.get(at) ?? []) {
        if (!found.has(to)) waiting.push(to);
        found.add(to);
      }
    known.set(name, found);
    return found;
  };
  return edges.filter(
    ({ from, to }) =>
      !(next.get(from) ?? []).some((step) => step !== to && after(step).has(to) && !after(step).has(from)),
  );
}

/** Where lines meet a box: beside its name. */
const NAME_Y = 20;
const HEAD = 5;
const LANE = 7;
const LANES = 3;

/**
 * Lines from what is started first to what waits for it: across where the boxes stand in columns, otherwise along the
 * left side, each in a lane of its own as far as there is room.
 */
export function drawEdges(boxes: ReadonlyMap<string, Box>, edges: readonly Edge[]): DrawnEdge[] {
  const taken: { from: number; to: number }[][] = [];
  return edges.flatMap((edge): DrawnEdge[] => {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    if (from === undefined || to === undefined) return [];
    if (to.left >= from.left + from.width) return [{ ...edge, ...across(from, to) }];
    const span = { from: Math.min(from.top, to.top), to: Math.max(from.top, to.top) };
    let lane = 0;
    while (lane < LANES - 1 && taken[lane]?.some((other) => other.from <= span.to && span.from <= other.to))
      lane += 1;
    (taken[lane] ??= []).push(span);
    return [{ ...edge, ...along(from, to, lane) }];
  });
}

function across(from: Box, to: Box): { line: string; head: string } {
  const [x1, y1] = [from.left + from.width, from.top + NAME_Y];
  const [x2, y2] = [to.left, to.top + NAME_Y];
  const bend = Math.max(16, (x2 - x1) / 2);
  return {
    line: path("M", x1, y1, "C", x1 + bend, y1, x2 - bend, y2, x2 - HEAD, y2),
    head: arrow(x2, y2),
  };
}

function along(from: Box, to: Box, lane: number): { line: string; head: string } {
  const x = Math.min(from.left, to.left) - HEAD - 4 - lane * LANE;
  const [y1, y2] = [from.top + NAME_Y, to.top + NAME_Y];
  return {
    line: path("M", from.left, y1, "L", x, y1, "L", x, y2, "L", to.left - HEAD, y2),
    head: arrow(to.left, y2),
  };
}

const arrow = (x: number, y: number): string =>
  `${path("M", x - HEAD - 1, y - HEAD, "L", x, y, "L", x - HEAD - 1, y + HEAD)} Z`;

const path = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === "number" ? Math.round(part * 10) / 10 : part)).join(" ");
