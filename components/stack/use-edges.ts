import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { type Box, drawEdges, type DrawnEdge, type Edge } from "./draw-edges.ts";

/**
 * Lines between the boxes in `element`, drawn anew whenever one of them has another size or place. A box carries its
 * name in `data-box`. `edges` must be the same array while nothing has changed.
 */
export function useEdges(edges: readonly Edge[]): {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly drawn: readonly DrawnEdge[];
} {
  const element = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<readonly DrawnEdge[]>([]);

  useLayoutEffect(() => {
    const picture = element.current;
    if (picture === null) return;
    const boxes = [...picture.querySelectorAll<HTMLElement>("[data-box]")];
    const draw = (): void => {
      const places = new Map<string, Box>();
      for (const box of boxes)
        places.set(box.dataset["box"] ?? "", {
          left: box.offsetLeft,
          top: box.offsetTop,
          width: box.offsetWidth,
          height: box.offsetHeight,
        });
      const next = drawEdges(places, edges);
      setDrawn((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    const observer = new ResizeObserver(draw);
    observer.observe(picture);
    for (const box of boxes) observer.observe(box);
    return () => observer.disconnect();
  }, [edges]);

  return { element, drawn };
}
