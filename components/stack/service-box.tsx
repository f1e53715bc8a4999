"use client";

import type { CSSProperties, ReactElement } from "react";
import type { ContainerPort, SeatContainer } from "../../core/seat/containers.ts";
import { containerStatus, type StackService } from "../../core/seat/group-stacks.ts";
import { useText } from "../text/use-text.tsx";
import { Cylinder } from "./cylinder.tsx";
import styles from "./stack.module.css";
import { describeDependency, statusLooks } from "./status-words.ts";

export interface ServiceActions {
  /** Ids of containers that are being stopped. */
  readonly stopping: ReadonlySet<string>;
  readonly onStop: (containerId: string) => void;
  /** A port that is published in the seat. */
  readonly onPreview: (port: number) => void;
  readonly onLogs: (service: string) => void;
}

/** One service: its name and state first, then how it is reached, what it keeps, and by unfolding all about it. */
export function ServiceBox({
  service,
  actions,
}: {
  readonly service: StackService;
  readonly actions: ServiceActions;
}): ReactElement {
  const { name, status, containers, dependsOn } = service;
  const text = useText().stack;
  const { sign, tone } = statusLooks[status];
  const scaled = containers.length > 1;
  const exit = containers.find(({ exitCode }) => exitCode !== null && exitCode !== 0)?.exitCode;
  return (
    <li
      className={styles.box}
      data-box={name}
      data-tone={tone}
      data-scaled={scaled}
      style={{ "--column": service.rank + 1 } as CSSProperties}
    >
      <div className={styles.head}>
        <h5 className={styles.name}>{name}</h5>
        {/* A new state is a new element: it comes in softly, once. */}
        <p key={status} className={styles.status}>
          <span aria-hidden="true">{sign} </span>
          {text.status[status]}
          {status === "failed" && exit != null ? text.exitCode(exit) : ""}
        </p>
      </div>
      <p className={styles.image}>{containers[0]?.image}</p>
      {scaled ? <Instances containers={containers} /> : null}
      <ul className={styles.facts} aria-label={text.about(name)}>
        {dependsOn.map((one) => (
          <li key={one.service} className={styles.soft}>
            {describeDependency(text, one)}
          </li>
        ))}
        {portsOf(containers).map((port) => (
          <Port key={portKey(port)} port={port} name={name} onPreview={actions.onPreview} />
        ))}
        {volumesOf(containers).map((volume) => (
          <li key={volume.target} className={styles.volume}>
            <Cylinder /> <span className="unseen">{text.volume} </span>
            <span className={styles.mono}>{volume.name}</span>{" "}
            <span className={styles.soft}>
              {text.at} {volume.target}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <details className={styles.details}>
          <summary>
            {text.details}
            <span className="unseen">{text.of(name)}</span>
          </summary>
          {containers.map((container) => (
            <Container key={container.id} container={container} actions={actions} />
          ))}
        </details>
        <button type="button" className="quiet" onClick={() => actions.onLogs(name)}>
          {text.logs}
          <span className="unseen">{text.of(name)}</span>
        </button>
      </div>
    </li>
  );
}

function Instances({ containers }: { readonly containers: readonly SeatContainer[] }): ReactElement {
  const text = useText().stack;
  return (
    <ol className={styles.instances} aria-label={text.containers(containers.length)}>
      {containers.map((container) => {
        const status = containerStatus(container);
        const { sign, tone } = statusLooks[status];
        return (
          <li key={container.id} data-tone={tone}>
            {container.compose?.number}
            <span aria-hidden="true"> {sign}</span>
            <span className="unseen"> {text.status[status]}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Port(props: {
  readonly port: ContainerPort;
  readonly name: string;
  readonly onPreview: (port: number) => void;
}): ReactElement {
  const text = useText();
  const { published, inside, protocol } = props.port;
  const kind = protocol === "tcp" ? "" : `/${protocol}`;
  return (
    <li className={styles.port}>
      <span className={styles.mono}>
        {published === null
          ? `${inside}${kind}, ${text.running.notPublished}`
          : `localhost:${published} → ${inside}${kind}`}
      </span>
      {published === null || protocol !== "tcp" ? null : (
        <button
          type="button"
          aria-label={text.running.openPreviewNamed(props.name, published)}
          onClick={() => props.onPreview(published)}
        >
          {text.stack.preview}
        </button>
      )}
    </li>
  );
}

function Container(props: {
  readonly container: SeatContainer;
  readonly actions: ServiceActions;
}): ReactElement {
  const { running, stack: text } = useText();
  const { id, name, status, state, health, mounts, networks } = props.container;
  const isStopping = props.actions.stopping.has(id);
  return (
    <div className={styles.container}>
      <p>
        <span className={styles.mono}>{name}</span> <span className={styles.soft}>{status}</span>
      </p>
      {health?.last === null || health === null ? null : (
        <>
          <p className={styles.soft}>{text.probe(health.last.exitCode)}</p>
          {health.last.output === "" ? null : <pre className={styles.probe}>{health.last.output}</pre>}
        </>
      )}
      {mounts.map((mount) =>
        mount.kind === "bind" ? (
          <p key={mount.target} className={styles.soft}>
            {text.mounted(mount.source, mount.target)}
            {mount.readOnly ? text.readOnly : ""}
          </p>
        ) : mount.name === null ? (
          <p key={mount.target} className={styles.soft}>
            {text.nameless(mount.target)}
          </p>
        ) : null,
      )}
      {networks.length === 0 ? null : <p className={styles.soft}>{text.inNetworks(networks.join(", "))}</p>}
      {state === "running" || state === "restarting" || state === "paused" ? (
        <button
          type="button"
          className="quiet"
          aria-label={running.stopNamed(name)}
          disabled={isStopping}
          onClick={() => props.actions.onStop(id)}
        >
          {isStopping ? running.stopping : running.stop}
        </button>
      ) : null}
    </div>
  );
}

const portKey = ({ published, inside, protocol }: ContainerPort): string =>
  `${published}/${inside}/${protocol}`;

/** Each port once: of several containers, all have the same inside. What is published comes first. */
function portsOf(containers: readonly SeatContainer[]): ContainerPort[] {
  const found = new Map<string, ContainerPort>();
  for (const port of containers.flatMap(({ ports }) => ports)) found.set(portKey(port), port);
  const all = [...found.values()];
  const published = all.filter((port) => port.published !== null);
  return published.length > 0 ? published : all.slice(0, 3);
}

function volumesOf(
  containers: readonly SeatContainer[],
): { readonly name: string; readonly target: string }[] {
  const found = new Map<string, { name: string; target: string }>();
  for (const mount of containers.flatMap(({ mounts }) => mounts))
    if (mount.kind === "volume" && mount.name !== null)
      found.set(mount.target, { name: mount.name, target: mount.target });
  return [...found.values()];
}
