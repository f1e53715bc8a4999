"use client";

import type { ReactElement } from "react";
import type { SeatContainer, SeatContainers } from "../../core/seat/containers.ts";
import styles from "./running-panel.module.css";
import type { PreviewPort, RunningStore } from "./running-store.ts";
import { useStore } from "./use-store.ts";
import { useWatched } from "./use-watched.ts";

interface RunningPanelProps {
  readonly store: RunningStore;
  /** Port that the lab's app is meant to listen to. */
  readonly appPort: number;
  readonly visible: boolean;
}

/** Name that Run gives to its container. */
const APP_CONTAINER = "drydock-app";

/** What runs in the student's seat, whoever started it: containers, their ports, a preview, and a way to stop them. */
export function RunningPanel({ store, appPort, visible }: RunningPanelProps): ReactElement {
  const { running, stopping, problem, link } = useStore(store);
  useWatched(visible, store);
  return (
    <section className={styles.running} aria-labelledby="running-heading">
      <h3 id="running-heading">Running in your seat</h3>
      {problem === null ? null : (
        <div className={styles.problem} role="alert">
          <p>{problem}</p>
          <button type="button" className="quiet" onClick={() => store.dismiss()}>
            Close
          </button>
        </div>
      )}
      {link === null ? null : (
        <p className={styles.problem} role="status">
          Your browser opened no new tab.{" "}
          <a href={link.url} target="_blank" rel="noopener noreferrer" onClick={() => store.dismiss()}>
            Open the preview of port {link.port}
          </a>
        </p>
      )}
      {running === null || running.containers.length === 0 ? (
        <p className={styles.nothing}>{describeNothing(running)}</p>
      ) : (
        <ul className={styles.list}>
          {running.containers.map((container) => (
            <ContainerItem
              key={container.id}
              container={withAppPort(container, appPort)}
              stopping={stopping.has(container.id)}
              onStop={() => void store.stop(container.id)}
              onPreview={(target) => void store.openPreview(target)}
            />
          ))}
        </ul>
      )}
      {running?.more === true ? (
        <p className={styles.nothing}>There are more; docker ps in the terminal lists them all.</p>
      ) : null}
    </section>
  );
}

/** An image need not name its port; the lab does. */
function withAppPort(container: SeatContainer, inside: number): SeatContainer {
  if (container.name !== APP_CONTAINER || container.ports.length > 0) return container;
  return { ...container, ports: [{ published: null, inside, protocol: "tcp" }] };
}

interface ContainerItemProps {
  readonly container: SeatContainer;
  readonly stopping: boolean;
  readonly onStop: () => void;
  readonly onPreview: (target: PreviewPort) => void;
}

function ContainerItem({ container, stopping, onStop, onPreview }: ContainerItemProps): ReactElement {
  const { name, image, status, service, ports } = container;
  const isOfRun = name === APP_CONTAINER;
  return (
    <li className={styles.container}>
      <div className={styles.about}>
        <strong className={styles.name}>{name}</strong>
        <span className={styles.soft}>{isOfRun ? "started by Run" : (service ?? "")}</span>
        <span className={styles.image}>{image}</span>
        <span className={styles.soft}>{status}</span>
      </div>
      <ul className={styles.ports} aria-label={`Ports of ${name}`}>
        {ports.map(({ published, inside, protocol }) => {
          const previewed = published ?? (isOfRun ? inside : null);
          return (
            <li key={`${published}/${inside}/${protocol}`}>
              <span className={styles.port}>{describePort(published, inside, protocol, isOfRun)}</span>
              {previewed === null || protocol !== "tcp" ? null : (
                <button
                  type="button"
                  aria-label={`Open preview of ${name}, port ${previewed}, in a new tab`}
                  onClick={() => onPreview({ of: published === null ? "app" : "seat", port: previewed })}
                >
                  Open preview
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {/* Run's own button stops its container, and the run with it. */}
      {isOfRun ? null : (
        <button
          type="button"
          className="quiet"
          aria-label={`Stop container ${name}`}
          disabled={stopping}
          onClick={onStop}
        >
          {stopping ? "Stopping" : "Stop"}
        </button>
      )}
    </li>
  );
}

function describePort(published: number | null, inside: number, protocol: string, isOfRun: boolean): string {
  if (published === null) return `${inside}/${protocol}${isOfRun ? "" : ", not published"}`;
  return `localhost:${published} → ${inside}/${protocol}`;
}

function describeNothing(running: SeatContainers | null): string {
  switch (running?.seat) {
    case undefined:
      return "Looking into your seat.";
    case "awake":
      return "No container runs. Those that you start appear here with their ports: Run, or docker run -d -p 8000:8000 in the terminal.";
    case "waking":
      return "Your seat is waking.";
    case "unavailable":
      return "The machine that runs the exercises does not answer.";
    case "none":
    case "asleep":
      return "Your seat is asleep, so nothing runs in it. Run, Build or a terminal wakes it.";
  }
}
