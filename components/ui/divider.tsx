"use client";

import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from "react";
import styles from "./divider.module.css";

export interface DividerProps {
  readonly label: string;
  /** upright: between left and right. flat: between above and below. */
  readonly direction: "upright" | "flat";
  /** Share of the first part, in percent. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onMove: (value: number) => void;
  /** Selector of the ancestor whose size is the whole. */
  readonly within: string;
}

const STEP_PERCENT = 2;

export function Divider(props: DividerProps): ReactElement {
  const { label, direction, value, min, max, onMove, within } = props;
  const dragging = useRef(false);
  const move = (next: number): void => onMove(Math.round(Math.min(max, Math.max(min, next)) * 10) / 10);

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const box = dragging.current ? event.currentTarget.closest(within)?.getBoundingClientRect() : undefined;
    if (box === undefined) return;
    const share =
      direction === "upright"
        ? (event.clientX - box.left) / box.width
        : (event.clientY - box.top) / box.height;
    move(share * 100);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = direction === "upright" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key === less) move(value - STEP_PERCENT);
    else if (event.key === more) move(value + STEP_PERCENT);
    else if (event.key === "Home") move(min);
    else if (event.key === "End") move(max);
    else return;
    event.preventDefault();
  };

  return (
    // A separator that can be moved is a widget: it takes the focus, and the arrow keys.
    /* eslint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
    <div
      role="separator"
      aria-label={label}
      aria-orientation={direction === "upright" ? "vertical" : "horizontal"}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles.divider}
      data-direction={direction}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragging.current = false;
      }}
    />
    /* eslint-enable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
  );
}
