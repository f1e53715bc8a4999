import type { ReactElement, Ref } from "react";
import { useText } from "../text/use-text.tsx";
import type { CostRow } from "./cost-rows.ts";

export interface CostMarginProps {
  readonly rows: readonly CostRow[];
  readonly topOfLinePx: (line: number) => number;
  readonly litLine: number | null;
  readonly onPointAtLine: (line: number | null) => void;
  /** The part that is moved when the text scrolls. */
  readonly ref: Ref<HTMLDivElement>;
}

/** What each line cost, to the right of the text. Hidden from screen readers: the report has it as a table. */
export function CostMargin({ ref, ...props }: CostMarginProps): ReactElement {
  const { rows, topOfLinePx, litLine, onPointAtLine } = props;
  const text = useText().editor;
  return (
    <div className="code-editor__costs" aria-hidden="true">
      <div className="code-editor__costs-moving" ref={ref}>
        {rows.map((row) => (
          <div
            key={row.builtLine}
            className="code-editor__cost"
            data-stale={row.stale ? "" : undefined}
            data-lit={row.line === litLine ? "" : undefined}
            data-waste-free={row.bytes === "0 B" ? "" : undefined}
            title={row.stale ? text.staleCost : undefined}
            style={{ top: topOfLinePx(row.line) }}
            onMouseEnter={() => onPointAtLine(row.line)}
            onMouseLeave={() => onPointAtLine(null)}
          >
            <span className="code-editor__cost-bytes">{row.bytes}</span>
            <span className="code-editor__cost-time">{row.time}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
