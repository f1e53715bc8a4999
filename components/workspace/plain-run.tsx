import type { ReactElement } from "react";
import type { RunSummary } from "../../core/run/run.ts";
import styles from "./panels.module.css";

/** The newest run as the server tells it, for a page without JavaScript. */
export interface PlainRun {
  /** What the form's last answer was; null when there is nothing to say. */
  readonly notice: string | null;
  readonly run: RunSummary | null;
  readonly log: string;
  readonly truncated: boolean;
}

const names = { build: "Build", start: "Run", check: "Check" } as const;

export function PlainRunView({ plain }: { plain: PlainRun }): ReactElement {
  const { notice, run, log, truncated } = plain;
  return (
    <div className={styles.plain}>
      {notice === null ? null : <p role="status">{notice}</p>}
      {run === null ? (
        <p>Nothing built yet. Build makes an image from your files and shows its log here.</p>
      ) : (
        <>
          <p>
            <strong>{names[run.kind]}</strong>: {run.message ?? run.state}
          </p>
          {run.state === "finished" ? null : <p>Reload the page to see how it goes on.</p>}
          {truncated ? <p>Earlier lines are left out.</p> : null}
          <pre>{log}</pre>
          <p>
            <a href={`/api/runs/${run.id}/log`}>Download the whole log</a>
          </p>
        </>
      )}
    </div>
  );
}
