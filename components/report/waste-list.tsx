"use client";

import type { ReactElement } from "react";
import type { Waste } from "../../core/image/report.ts";
import { formatBytes } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import { Words } from "../ui/words.tsx";
import styles from "./report.module.css";

/** What need not be in the image, the largest first, with what to write instead and what it saves. */
export function WasteList({
  waste,
  onJump,
}: {
  waste: readonly Waste[];
  onJump: (line: number) => void;
}): ReactElement {
  const text = useText().image;
  if (waste.length === 0) {
    return <p className={styles.good}>{text.noWaste}</p>;
  }
  const total = waste.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <section>
      <h3>{text.wasteOf(formatBytes(total))}</h3>
      <ul className={styles.wasteList}>
        {waste
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((each) => (
            <li key={`${each.cause}-${each.layerIndex}`}>
              <p>
                <strong>{text.waste[each.cause]}</strong>
                {text.saves(formatBytes(each.bytes), each.files)}
                {each.line === null ? null : (
                  <>
                    {" "}
                    <JumpToLine line={each.line} onJump={onJump} />
                  </>
                )}
              </p>
              <p>
                <Words text={each.advice} />
              </p>
              {each.examples.length === 0 ? null : (
                <details>
                  <summary>{text.largest}</summary>
                  <ul>
                    {each.examples.map((path) => (
                      <li key={path}>
                        <code>{path}</code>
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}

function JumpToLine({ line, onJump }: { line: number; onJump: (line: number) => void }): ReactElement {
  const text = useText().image;
  return (
    <button type="button" className={styles.jump} onClick={() => onJump(line)}>
      {text.line(line)}
    </button>
  );
}
