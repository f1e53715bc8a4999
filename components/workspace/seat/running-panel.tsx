"use client";

import { type ReactElement, useMemo } from "react";
import type { SeatContainer, SeatContainers } from "../../../core/seat/containers.ts";
import { groupStacks } from "../../../core/seat/group-stacks.ts";
import { useStore } from "../../client/use-store.ts";
import { useWatched } from "../../client/use-watched.ts";
import { Cylinder } from "../../stack/cylinder.tsx";
import { StackPicture } from "../../stack/stack-picture.tsx";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "./running-panel.module.css";
import type { PreviewPort, RunningStore } from "./running-store.ts";
import { SeatLogsPanel } from "./seat-logs-panel.tsx";
import type { SeatLogsStore } from "./seat-logs-store.ts";

interface RunningPanelProps {
  readonly store: RunningStore;
  readonly logs: SeatLogsStore;
  readonly theme: "light" | "dark";
  /** Port that the lab's app is meant to listen to. */
  readonly appPort: number;
  /** False in a lab that is done in the terminal alone: it has no Run. */
  readonly builds: boolean;
  readonly visible: boolean;
}

/** Name that Run gives to its container. */
const APP_CONTAINER = "drydock-app";

/** What is in the student's seat, whoever started it: projects of compose as pictures, other containers as a list, logs. */
export function RunningPanel(props: RunningPanelProps): ReactElement {
  const { store, logs, theme, appPort, builds, visible } = props;
  const text = useText();
  const words = text.running;
  const { running, stopping, problem, link } = useStore(store);
  const picture = useMemo(() => (running === null ? null : groupStacks(running)), [running]);
  useWatched(visible, store);
  return (
    <section className={styles.running} aria-labelledby="running-heading">
      <h3 id="running-heading">{words.title}</h3>
      {problem === null ? null : (
        <div className={styles.problem} role="alert">
          <p>{problem}</p>
          <button type="button" className="quiet" onClick={() => store.dismiss()}>
            {text.page.close}
          </button>
        </div>
      )}
      {link === null ? null : (
        <p className={styles.problem} role="status">
          {words.noTab}{" "}
          <a href={link.url} target="_blank" rel="noopener noreferrer" onClick={() => store.dismiss()}>
            {words.openPreviewOf(link.port)}
          </a>
        </p>
      )}
      {running === null || picture === null || running.containers.length === 0 ? (
        <p className={styles.nothing}>{describeNothing(words, running, builds)}</p>
      ) : null}
      {picture?.stacks.map((stack) => {
        const of = { kind: "project", project: stack.project } as const;
        return (
          <StackPicture
            key={stack.project}
            stack={stack}
            onLogs={() => logs.open(of, stack.project)}
            actions={{
              stopping,
              onStop: (id) => void store.stop(id),
              onPreview: (port) => void store.openPreview({ of: "seat", port }),
              onLogs: (service) => logs.open(of, stack.project, service),
            }}
          />
        );
      })}
      {picture === null || picture.loose.length === 0 ? null : (
        <ul className={styles.list} aria-label={words.containers}>
          {picture.loose.map((container) => (
            <ContainerItem
              key={container.id}
              container={withAppPort(container, appPort)}
              stopping={stopping.has(container.id)}
              onStop={() => void store.stop(container.id)}
              onPreview={(target) => void store.openPreview(target)}
              onLogs={() => logs.open({ kind: "container", id: container.id }, container.name)}
            />
          ))}
        </ul>
      )}
      {picture === null || picture.kept.length === 0 ? null : (
        <div className={styles.kept}>
          <p className={styles.soft}>{picture.kept.length === 1 ? words.keptOne : words.keptMany}</p>
          <ul aria-label={words.kept}>
            {picture.kept.map(({ name }) => (
              <li key={name} className={styles.image}>
                <Cylinder /> {name}
              </li>
            ))}
          </ul>
        </div>
      )}
      {running?.more === true ? <p className={styles.nothing}>{words.more}</p> : null}
      <SeatLogsPanel store={logs} theme={theme} visible={visible} />
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
  readonly onLogs: () => void;
}

function ContainerItem({ container, stopping, onStop, onPreview, onLogs }: ContainerItemProps): ReactElement {
  const { name, image, status, ports } = container;
  const text = useText().running;
  const isOfRun = name === APP_CONTAINER;
  return (
    <li className={styles.container}>
      <div className={styles.about}>
        <strong className={styles.name}>{name}</strong>
        {isOfRun ? <span className={styles.soft}>{text.byRun}</span> : null}
        <span className={styles.image}>{image}</span>
        <span className={styles.soft}>{status}</span>
      </div>
      <ul className={styles.ports} aria-label={text.ports(name)}>
        {ports.map(({ published, inside, protocol }) => {
          const previewed = published ?? (isOfRun ? inside : null);
          return (
            <li key={`${published}/${inside}/${protocol}`}>
              <span className={styles.port}>{describePort(text, published, inside, protocol, isOfRun)}</span>
              {previewed === null || protocol !== "tcp" ? null : (
                <button
                  type="button"
                  aria-label={text.openPreviewNamed(name, previewed)}
                  onClick={() => onPreview({ of: published === null ? "app" : "seat", port: previewed })}
                >
                  {text.openPreview}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {/* Run's own button stops its container, and the run with it; its log has a place of its own. */}
      {isOfRun ? null : (
        <div className={styles.actions}>
          <button type="button" className="quiet" aria-label={text.logsOf(name)} onClick={onLogs}>
            {text.logs}
          </button>
          <button
            type="button"
            className="quiet"
            aria-label={text.stopNamed(name)}
            disabled={stopping}
            onClick={onStop}
          >
            {stopping ? text.stopping : text.stop}
          </button>
        </div>
      )}
    </li>
  );
}

function describePort(
  text: Text["running"],
  published: number | null,
  inside: number,
  protocol: string,
  isOfRun: boolean,
): string {
  if (published === null) return `${inside}/${protocol}${isOfRun ? "" : `, ${text.notPublished}`}`;
  return `localhost:${published} → ${inside}/${protocol}`;
}

function describeNothing(text: Text["running"], running: SeatContainers | null, builds: boolean): string {
  switch (running?.seat) {
    case undefined:
      return text.looking;
    case "awake":
      return builds ? text.nothing : text.nothingWithoutRun;
    case "waking":
      return text.waking;
    case "unavailable":
      return text.unavailable;
    case "none":
    case "asleep":
      return builds ? text.asleep : text.asleepWithoutRun;
  }
}
