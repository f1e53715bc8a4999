"use client";

import type { ReactElement } from "react";
import { useStore } from "../../client/use-store.ts";
import { useWatched } from "../../client/use-watched.ts";
import { LogView } from "../../terminal/log-view.tsx";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "./running-panel.module.css";
import type { SeatLogsState, SeatLogsStore } from "./seat-logs-store.ts";

interface SeatLogsPanelProps {
  readonly store: SeatLogsStore;
  readonly theme: "light" | "dark";
  readonly visible: boolean;
}

/** Logs of a project's services in one view, each line with its service in front; all of them, or one. */
export function SeatLogsPanel({ store, theme, visible }: SeatLogsPanelProps): ReactElement | null {
  const text = useText().running;
  const state = useStore(store);
  useWatched(visible && state.of !== null, store);
  if (state.of === null) return null;
  const { title, services, service, paused, log, connection, message } = state;
  const names = service !== null && !services.includes(service) ? [...services, service] : services;
  return (
    <section aria-labelledby="seat-logs-heading">
      <div className={styles.logsTitle}>
        <h4 id="seat-logs-heading">{text.logsTitle(title)}</h4>
        <p role="status" className={styles.soft}>
          {message ?? describeConnection(text, state)}
        </p>
        {connection === "ended" ? (
          <button type="button" onClick={() => store.again()}>
            {text.followAgain}
          </button>
        ) : null}
        <button type="button" className="quiet" onClick={() => store.close()}>
          {text.closeLogs}
        </button>
      </div>
      <div className={styles.logs}>
        <LogView
          label={service === null ? text.logsTitle(title) : text.logTitle(service)}
          log={log}
          theme={theme}
          visible={visible}
          downloadHref={null}
          empty={null}
          heading={
            <>
              {state.of.kind === "container" ? null : (
                <label>
                  <span className="unseen">{text.service}</span>
                  <select
                    value={service ?? ""}
                    onChange={(event) => store.choose(event.target.value === "" ? null : event.target.value)}
                  >
                    <option value="">{text.allServices}</option>
                    {names.map((name) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <button
                type="button"
                className="quiet"
                aria-pressed={paused}
                onClick={() => store.setPaused(!paused)}
              >
                {text.pause}
              </button>
            </>
          }
        />
      </div>
    </section>
  );
}

function describeConnection(text: Text["running"], { connection, paused }: SeatLogsState): string {
  if (paused) return text.paused;
  return connection === "lost" ? text.lost : text.following[connection];
}
