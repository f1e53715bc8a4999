import type { ReactElement } from "react";
import type { Waste } from "../../core/image/report.ts";
import { countOf, formatBytes } from "../ui/format.ts";
import { Words } from "../ui/words.tsx";
import styles from "./report.module.css";
import { wasteNames } from "./waste-names.ts";

/** What need not be in the image, the largest first, with what to write instead and what it saves. */
export function WasteList({
  waste,
  onJump,
}: {
  waste: readonly Waste[];
  onJump: (line: number) => void;
}): ReactElement {
  if (waste.length === 0) {
    return <p className={styles.good}>✓ Nothing found that need not be there.</p>;
  }
  const total = waste.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <section>
      <h3>{formatBytes(total)} need not be there</h3>
      <ul className={styles.wasteList}>
        {waste
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((each) => (
            <li key={`${each.cause}-${each.layerIndex}`}>
              <p>
                <strong>{wasteNames[each.cause]}</strong>, saves {formatBytes(each.bytes)} (
                {countOf(each.files, "file")})
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
                  <summary>Largest files</summary>
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
  return (
    <button type="button" className={styles.jump} onClick={() => onJump(line)}>
      line {line}
    </button>
  );
}
