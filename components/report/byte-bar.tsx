"use client";

import type { ReactElement } from "react";
import { formatBytes } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./byte-bar.module.css";
import { type BarInput, layoutBar } from "./layout-bar.ts";

interface ByteBarProps extends BarInput {
  /** Line that the student points at in the editor. */
  readonly pointedLine: number | null;
  readonly onPointAtLine: (line: number | null) => void;
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** One bar, as long as the image is heavy. The table below it says the same in words. */
export function ByteBar({ pointedLine, onPointAtLine, ...input }: ByteBarProps): ReactElement {
  const text = useText().image;
  const layout = layoutBar(text, input);
  const { budgetBytes, previousBytes } = input;
  return (
    <div className={styles.figure} aria-hidden="true">
      <div className={styles.scale}>
        {layout.ghost === null ? null : (
          <div className={styles.ghost} style={{ width: percent(layout.ghost) }} />
        )}
        {layout.segments.map((segment) => (
          <div
            key={segment.key}
            className={styles.segment}
            data-kind={segment.kind}
            data-room={segment.label.length <= 13 ? "short" : "long"}
            data-lit={segment.line !== null && segment.line === pointedLine}
            style={{ left: percent(segment.start), width: percent(segment.width) }}
            title={segment.label}
            onMouseEnter={() => onPointAtLine(segment.line)}
            onMouseLeave={() => onPointAtLine(null)}
          >
            <span className={styles.label}>{segment.label}</span>
          </div>
        ))}
        {layout.budget === null ? null : (
          <div className={styles.budget} style={{ left: percent(layout.budget) }}>
            <span>{text.budget(formatBytes(budgetBytes ?? 0))}</span>
          </div>
        )}
      </div>
      <p className={styles.legend}>
        <span data-kind="base">{text.legend.base}</span>
        <span data-kind="own">{text.legend.own}</span>
        <span data-kind="waste">{text.legend.waste}</span>
        {previousBytes === null ? null : (
          <span data-kind="ghost">{text.legendBefore(formatBytes(previousBytes))}</span>
        )}
      </p>
    </div>
  );
}
