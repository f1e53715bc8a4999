import { z } from "zod";

const configuration = z.object({
  forbidden: z.array(z.object({ name: z.string(), comment: z.string().optional() })),
});

/** Rooms that are drawn by themselves. */
const LARGE = ["components", "server"];

/**
 * The arrows between rooms, and those inside the large ones, as mermaid diagrams, from the rules that check them.
 * @param rules what .dependency-cruiser.cjs exports
 */
export function drawMap(rules: unknown): string {
  const arrows = configuration.parse(rules).forbidden.flatMap(({ name, comment = "" }) => {
    const room = /^(.*)-arrows$/.exec(name)?.[1];
    return room === undefined || comment === "" ? [] : targets(comment).map((to) => ({ from: room, to }));
  });
  const inside = (room: string) => arrows.filter(({ from }) => from.startsWith(`${room}/`));
  const between = arrows.filter(({ from }) => !LARGE.some((room) => from.startsWith(`${room}/`)));
  return [
    draw(between),
    ...LARGE.flatMap((room) =>
      inside(room).length === 0 ? [] : [`Inside \`${room}/\`:`, draw(inside(room))],
    ),
  ].join("\n\n");
}

interface Arrow {
  readonly from: string;
  readonly to: string;
}

function draw(arrows: readonly Arrow[]): string {
  const rooms = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))];
  const idOf = (room: string) => `r${rooms.indexOf(room)}`;
  return [
    "```mermaid",
    "graph TD",
    ...rooms.map((room) => `  ${idOf(room)}["${room}"]`),
    ...arrows.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`),
    "```",
  ].join("\n");
}

const targets = (comment: string): string[] =>
  comment.split(", ").map((target) => (target.endsWith("/") ? target.slice(0, -1) : target));
