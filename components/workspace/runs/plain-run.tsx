"use client";

import type { ReactElement } from "react";
import type { RunSummary } from "../../../core/run/run.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "../../ui/panels.module.css";

/** The newest run as the server tells it, for a page without JavaScript. */
export interface PlainRun {
  /** What the form's last answer was; null when there is nothing to say. */
  readonly notice: string | null;
  readonly run: RunSummary | null;
  readonly log: string;
  readonly truncated: boolean;
}

export function PlainRunView({
  plain,
  builds,
  looks,
}: {
  plain: PlainRun;
  builds: boolean;
  looks: boolean;
}): ReactElement {
  const text = useText();
  const words = text.workspace.plain;
  const { notice, run, log, truncated } = plain;
  return (
    <div className={styles.plain}>
      {notice === null ? null : <p role="status">{notice}</p>}
      {run === null ? (
        <p>{builds ? words.nothing : looks ? words.nothingChecked : words.nothingGraded}</p>
      ) : (
        <>
          <p>
            <strong>{text.runs.names[run.kind]}</strong>: {run.message ?? run.state}
          </p>
          {run.state === "finished" ? null : <p>{words.reload}</p>}
          {truncated ? <p>{words.truncated}</p> : null}
          <pre>{log}</pre>
          <p>
            <a href={`/api/runs/${run.id}/log`}>{words.download}</a>
          </p>
        </>
      )}
    </div>
  );
}
