"use client";

import type { ReactElement } from "react";
import type { ReportComparison } from "../../core/image/compare-reports.ts";
import { formatByteChange, formatBytes, formatDuration } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./report.module.css";

/** This build against the one before it. */
export function BuildComparison({ comparison }: { comparison: ReportComparison }): ReactElement {
  const text = useText().image.before;
  const { bytesBefore, bytesAfter, buildMsBefore, buildMsAfter, cachedLines } = comparison;
  const changes = comparison.layers.filter((layer) => layer.status !== "same");
  return (
    <section>
      <h3>{text.title}</h3>
      <ul className={styles.plain}>
        <li>
          {text.size(
            formatBytes(bytesBefore),
            formatBytes(bytesAfter),
            formatByteChange(bytesAfter - bytesBefore),
          )}
        </li>
        <li>{text.time(formatDuration(buildMsBefore), formatDuration(buildMsAfter))}</li>
        <li>
          {cachedLines.length === 0
            ? text.nothingCached
            : cachedLines.length === 1
              ? text.cachedLine(cachedLines.join(", "))
              : text.cachedLines(cachedLines.join(", "))}
        </li>
      </ul>
      {changes.length === 0 ? null : (
        <ul className={styles.changes}>
          {changes.map((layer, index) => (
            <li key={index}>
              <span>{text.status[layer.status]}</span>{" "}
              <code title={layer.createdBy}>{layer.createdBy.slice(0, 90)}</code>{" "}
              {formatByteChange((layer.bytesAfter ?? 0) - (layer.bytesBefore ?? 0))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
