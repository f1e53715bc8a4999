"use client";

import type { ReactElement } from "react";
import type { BuiltImage, LineCost, Waste } from "../../core/image/report.ts";
import { formatBytes } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./report.module.css";

interface LayerTableProps {
  readonly image: BuiltImage;
  readonly waste: readonly Waste[];
  readonly lines: readonly LineCost[];
  readonly pointedLine: number | null;
  readonly onPointAtLine: (line: number | null) => void;
  readonly onJump: (line: number) => void;
}

/** The bar as a table: every layer, the line that made it, its bytes, and what of them need not be. */
export function LayerTable(props: LayerTableProps): ReactElement {
  const { image, waste, lines, pointedLine, onPointAtLine, onJump } = props;
  const text = useText().image;
  const words = text.table;
  const cached = new Set(lines.filter((line) => line.cached).map((line) => line.line));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="unseen">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.madeBy}</th>
            <th scope="col">{words.from}</th>
            <th scope="col" className={styles.number}>
              {words.size}
            </th>
            <th scope="col">{words.waste}</th>
          </tr>
        </thead>
        <tbody>
          {image.layers.map((layer) => {
            const { line } = layer;
            return (
              <tr
                key={layer.index}
                data-lit={line !== null && line === pointedLine}
                onMouseEnter={() => onPointAtLine(line)}
                onMouseLeave={() => onPointAtLine(null)}
              >
                <td>
                  {line === null ? (
                    <span className="unseen">{words.none}</span>
                  ) : (
                    <button
                      type="button"
                      className={styles.jump}
                      onClick={() => onJump(line)}
                      onFocus={() => onPointAtLine(line)}
                      onBlur={() => onPointAtLine(null)}
                    >
                      <span className="unseen">{words.goToLine} </span>
                      {line}
                    </button>
                  )}
                </td>
                <td>
                  <code className={styles.instruction} title={layer.createdBy}>
                    {shorten(layer.createdBy)}
                  </code>
                </td>
                <td>
                  {layer.origin === "base" ? words.base : words.yours}
                  {line !== null && cached.has(line) ? words.cached : ""}
                </td>
                <td className={styles.number}>{formatBytes(layer.bytes)}</td>
                <td>{describeWaste(text, waste, layer.index)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {words.whole}
            </th>
            <td className={styles.number}>{formatBytes(image.bytes)}</td>
            <td>{formatBytes(waste.reduce((sum, each) => sum + each.bytes, 0))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function describeWaste(text: Text["image"], waste: readonly Waste[], layerIndex: number): string {
  return waste
    .filter((each) => each.layerIndex === layerIndex)
    .map((each) => `${text.waste[each.cause]} ${formatBytes(each.bytes)}`)
    .join(", ");
}

/** History keeps the shell and BuildKit's remarks around what the student wrote. */
function shorten(createdBy: string): string {
  return createdBy
    .replace(/^(RUN )?(\|\d+ .*? )?\/bin\/sh -c (#\(nop\)\s*)?/, "$1")
    .replace(/\s*# buildkit$/, "")
    .slice(0, 160);
}
