"use client";

import { type ReactElement, type SubmitEvent, useState } from "react";
import type { PublicLab } from "../../core/lab/open-workspace.ts";
import type { AppRequest, AppResponse } from "../../core/lab/workspace.ts";
import { formatDuration } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./request-panel.module.css";

export type RequestAnswer =
  | { readonly status: "answered"; readonly response: AppResponse }
  | { readonly status: "refused"; readonly message: string };

interface RequestPanelProps {
  readonly offered: PublicLab["requests"];
  readonly running: boolean;
  readonly send: (request: AppRequest) => Promise<RequestAnswer>;
}

/** Sends a request to the student's container and shows the answer as text, whatever it claims to be. */
export function RequestPanel({ offered, running, send }: RequestPanelProps): ReactElement {
  const text = useText().report.request;
  const [request, setRequest] = useState<AppRequest>(() => asRequest(offered[0]));
  const [waiting, setWaiting] = useState(false);
  const [answer, setAnswer] = useState<RequestAnswer | null>(null);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setWaiting(true);
    setAnswer(await send(request.method === "GET" ? { ...request, body: "" } : request));
    setWaiting(false);
  };

  return (
    <section aria-label={text.title} className={styles.panel}>
      {offered.length === 0 ? null : (
        <div className={styles.offered}>
          {offered.map((each) => (
            <button key={each.title} type="button" onClick={() => setRequest(asRequest(each))}>
              {each.title}
            </button>
          ))}
        </div>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <div className={styles.line}>
          <label>
            {text.method}
            <select
              value={request.method}
              onChange={(event) =>
                setRequest({ ...request, method: event.target.value === "POST" ? "POST" : "GET" })
              }
            >
              <option>GET</option>
              <option>POST</option>
            </select>
          </label>
          <label className={styles.path}>
            {text.path}
            <input
              value={request.path}
              required
              pattern="/.*"
              maxLength={2000}
              spellCheck={false}
              title={text.pathRule}
              onChange={(event) => setRequest({ ...request, path: event.target.value })}
            />
          </label>
          <button type="submit" className="primary" disabled={!running || waiting}>
            {waiting ? text.waiting : text.send}
          </button>
        </div>
        {request.method === "POST" ? (
          <label className={styles.body}>
            {text.body}
            <textarea
              rows={4}
              value={request.body}
              maxLength={100_000}
              spellCheck={false}
              onChange={(event) => setRequest({ ...request, body: event.target.value })}
            />
          </label>
        ) : null}
      </form>
      {running ? null : <p className={styles.soft}>{text.notRunning}</p>}
      <div role="status">{answer === null ? null : <Answer answer={answer} />}</div>
    </section>
  );
}

function Answer({ answer }: { answer: RequestAnswer }): ReactElement {
  const text = useText().report.request;
  if (answer.status === "refused") return <p className={styles.refused}>{answer.message}</p>;
  const { status, headers, body, truncated, durationMs } = answer.response;
  return (
    <>
      <p className={status < 400 ? styles.good : styles.refused}>
        <span aria-hidden="true">{status < 400 ? "✓ " : "✗ "}</span>
        {text.answered(status, formatDuration(durationMs))}
      </p>
      <pre className={styles.answer}>{body === "" ? text.empty : prettify(body)}</pre>
      {truncated ? <p className={styles.soft}>{text.cut}</p> : null}
      <details>
        <summary>{text.headers}</summary>
        <pre className={styles.answer}>{headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</pre>
      </details>
    </>
  );
}

function asRequest(offered: PublicLab["requests"][number] | undefined): AppRequest {
  if (offered === undefined) return { method: "GET", path: "/", body: "" };
  const body = offered.body === undefined ? "" : JSON.stringify(offered.body, null, 2);
  return { method: offered.method, path: offered.path, body };
}

function prettify(body: string): string {
  if (!/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
