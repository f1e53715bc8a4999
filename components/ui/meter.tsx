"use client";

import type { ReactElement } from "react";
import { formatBytes } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./meter.module.css";

/** An amount against its limit, as a line and as words. */
export function Meter({
  label,
  value,
  limit,
}: {
  label: string;
  value: number;
  limit: number;
}): ReactElement {
  const text = useText().seat;
  const share = limit > 0 ? Math.min(1, value / limit) : 0;
  return (
    <div className={styles.meter}>
      <span>{label}</span>
      <span className={styles.words}>
        {limit > 0 ? text.amountOf(formatBytes(value), formatBytes(limit)) : formatBytes(value)}
      </span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}
