"use client";

import { useState, type ReactElement, type SubmitEvent } from "react";
import type { PublicLab } from "../../core/lab/open-workspace.ts";
import type { AppRequest, AppResponse } from "../../core/lab/workspace.ts";
import { formatDuration } from "../ui/format.ts";
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
    <section aria-label="Send a request" className={styles.panel}>
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
            Method
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
            Path
            <input
              value={request.path}
              required
              pattern="/.*"
              maxLength={2000}
              spellCheck={false}
              title="A path begins with /"
              onChange={(event) => setRequest({ ...request, path: event.target.value })}
            />
          </label>
          <button type="submit" className="primary" disabled={!running || waiting}>
            {waiting ? "Waiting for the app" : "Send"}
          </button>
        </div>
        {request.method === "POST" ? (
          <label className={styles.body}>
            Body
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
      {running ? null : <p className={styles.soft}>Requests need a running container: press Run first.</p>}
      <div role="status">{answer === null ? null : <Answer answer={answer} />}</div>
    </section>
  );
}

function Answer({ answer }: { answer: RequestAnswer }): ReactElement {
  if (answer.status === "refused") return <p className={styles.refused}>{answer.message}</p>;
  const { status, headers, body, truncated, durationMs } = answer.response;
  return (
    <>
      <p className={status < 400 ? styles.good : styles.refused}>
        <span aria-hidden="true">{status < 400 ? "✓ " : "✗ "}</span>
        Status {status}, {formatDuration(durationMs)}
      </p>
      <pre className={styles.answer}>{body === "" ? "The answer is empty." : prettify(body)}</pre>
      {truncated ? <p className={styles.soft}>The answer was longer; the rest is left out.</p> : null}
      <details>
        <summary>Headers of the answer</summary>
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
