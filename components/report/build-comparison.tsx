import type { ReactElement } from "react";
import type { LayerChange, ReportComparison } from "../../core/image/compare-reports.ts";
import { formatByteChange, formatBytes, formatDuration } from "../ui/format.ts";
import styles from "./report.module.css";

const words: Readonly<Record<LayerChange["status"], string>> = {
  same: "same",
  changed: "changed",
  added: "new",
  removed: "gone",
};

/** This build against the one before it. */
export function BuildComparison({ comparison }: { comparison: ReportComparison }): ReactElement {
  const { bytesBefore, bytesAfter, buildMsBefore, buildMsAfter, cachedLines } = comparison;
  const changes = comparison.layers.filter((layer) => layer.status !== "same");
  return (
    <section>
      <h3>Since the build before</h3>
      <ul className={styles.plain}>
        <li>
          Size: {formatBytes(bytesBefore)} then, {formatBytes(bytesAfter)} now (
          {formatByteChange(bytesAfter - bytesBefore)})
        </li>
        <li>
          Time of the steps: {formatDuration(buildMsBefore)} then, {formatDuration(buildMsAfter)} now
        </li>
        <li>
          {cachedLines.length === 0
            ? "No line came from the cache"
            : `From the cache: ${cachedLines.length === 1 ? "line" : "lines"} ${cachedLines.join(", ")}`}
        </li>
      </ul>
      {changes.length === 0 ? null : (
        <ul className={styles.changes}>
          {changes.map((layer, index) => (
            <li key={index}>
              <span>{words[layer.status]}</span>{" "}
              <code title={layer.createdBy}>{layer.createdBy.slice(0, 90)}</code>{" "}
              {formatByteChange((layer.bytesAfter ?? 0) - (layer.bytesBefore ?? 0))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
