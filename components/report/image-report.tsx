"use client";

import type { ReactElement } from "react";
import type { AdviceLinks } from "../../core/advice/advice.ts";
import { compareReports } from "../../core/image/compare-reports.ts";
import type { BuiltImage, ImageReport } from "../../core/image/report.ts";
import { formatByteChange, formatBytes } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import { AdviceList } from "./advice-list.tsx";
import { BuildComparison } from "./build-comparison.tsx";
import { ByteBar } from "./byte-bar.tsx";
import { ImageFacts } from "./image-facts.tsx";
import { LayerTable } from "./layer-table.tsx";
import styles from "./report.module.css";
import { WasteList } from "./waste-list.tsx";

export interface ImageReportProps {
  /** There at once after a build; what is inside the layers follows in `report`. */
  readonly image: BuiltImage;
  readonly report: ImageReport | null;
  readonly previous: ImageReport | null;
  readonly budgetBytes: number | null;
  readonly pointedLine: number | null;
  readonly onPointAtLine: (line: number | null) => void;
  readonly onJump: (line: number) => void;
  /** To a line of any file as it is now. */
  readonly onJumpTo: (path: string, line: number) => void;
  /** Null where no advice is given. */
  readonly adviceLinks: AdviceLinks | null;
}

/** What an image weighs and where it comes from, as the student's seat tells it. */
export function ImageReportPanel(props: ImageReportProps): ReactElement {
  const { image, report, previous, budgetBytes, pointedLine, onPointAtLine, onJump } = props;
  const text = useText();
  const words = text.image;
  const waste = report?.waste ?? [];
  const pointing = { pointedLine, onPointAtLine };
  return (
    <div className={styles.report}>
      <p className={styles.origin}>{text.workspace.app.origin}</p>
      <p className={styles.headline}>
        <strong className={styles.weight}>{formatBytes(image.bytes)}</strong>
        {budgetBytes === null ? null : <BudgetWord bytes={image.bytes} budgetBytes={budgetBytes} />}
        {previous === null ? null : (
          <span>{words.sinceBefore(formatByteChange(image.bytes - previous.bytes))}</span>
        )}
      </p>
      <ByteBar
        image={image}
        waste={waste}
        budgetBytes={budgetBytes}
        previousBytes={previous?.bytes ?? null}
        {...pointing}
      />
      {report === null ? (
        <p className={styles.waiting}>{words.looking}</p>
      ) : (
        <WasteList waste={waste} onJump={onJump} />
      )}
      {report?.advice === undefined || props.adviceLinks === null ? null : (
        <AdviceList
          advice={report.advice}
          links={props.adviceLinks}
          onJump={(path, line) => (path === "Dockerfile" ? onJump(line) : props.onJumpTo(path, line))}
        />
      )}
      <h3>{words.layers}</h3>
      <LayerTable image={image} waste={waste} lines={report?.lines ?? []} onJump={onJump} {...pointing} />
      {report === null ? null : <ImageFacts report={report} />}
      {report === null || previous === null ? null : (
        <BuildComparison comparison={compareReports(previous, report)} />
      )}
    </div>
  );
}

function BudgetWord({ bytes, budgetBytes }: { bytes: number; budgetBytes: number }): ReactElement {
  // The requirement is "under": an image of exactly the budget is over it.
  const text = useText().image;
  const under = bytes < budgetBytes;
  const amounts = [formatBytes(Math.abs(budgetBytes - bytes)), formatBytes(budgetBytes)] as const;
  return (
    <span className={under ? styles.good : styles.broken}>
      <span aria-hidden="true">{under ? "✓ " : "✗ "}</span>
      {under ? text.underBudget(...amounts) : text.overBudget(...amounts)}
    </span>
  );
}
