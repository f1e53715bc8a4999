import type { CSSProperties, ReactElement } from "react";
import type { ContainerPort, SeatContainer } from "../../core/seat/containers.ts";
import { containerStatus, type StackService } from "../../core/seat/group-stacks.ts";
import { Cylinder } from "./cylinder.tsx";
import { describeDependency, statusWords } from "./status-words.ts";
import styles from "./stack.module.css";

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
  const { sign, word, tone } = statusWords[status];
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
          {word}
          {status === "failed" && exit !== undefined ? `, exit code ${exit}` : ""}
        </p>
      </div>
      <p className={styles.image}>{containers[0]?.image}</p>
      {scaled ? <Instances containers={containers} /> : null}
      <ul className={styles.facts} aria-label={`About ${name}`}>
        {dependsOn.map((one) => (
          <li key={one.service} className={styles.soft}>
            {describeDependency(one)}
          </li>
        ))}
        {portsOf(containers).map((port) => (
          <Port key={portKey(port)} port={port} name={name} onPreview={actions.onPreview} />
        ))}
        {volumesOf(containers).map((volume) => (
          <li key={volume.target} className={styles.volume}>
            <Cylinder /> <span className="unseen">Volume </span>
            <span className={styles.mono}>{volume.name}</span>{" "}
            <span className={styles.soft}>at {volume.target}</span>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <details className={styles.details}>
          <summary>
            Details<span className="unseen"> of {name}</span>
          </summary>
          {containers.map((container) => (
            <Container key={container.id} container={container} actions={actions} />
          ))}
        </details>
        <button type="button" className="quiet" onClick={() => actions.onLogs(name)}>
          Logs<span className="unseen"> of {name}</span>
        </button>
      </div>
    </li>
  );
}

function Instances({ containers }: { readonly containers: readonly SeatContainer[] }): ReactElement {
  return (
    <ol className={styles.instances} aria-label={`${containers.length} containers`}>
      {containers.map((container) => {
        const { sign, word, tone } = statusWords[containerStatus(container)];
        return (
          <li key={container.id} data-tone={tone}>
            {container.compose?.number}
            <span aria-hidden="true"> {sign}</span>
            <span className="unseen"> {word}</span>
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
  const { published, inside, protocol } = props.port;
  const kind = protocol === "tcp" ? "" : `/${protocol}`;
  return (
    <li className={styles.port}>
      <span className={styles.mono}>
        {published === null ? `${inside}${kind}, not published` : `localhost:${published} → ${inside}${kind}`}
      </span>
      {published === null || protocol !== "tcp" ? null : (
        <button
          type="button"
          aria-label={`Open preview of ${props.name}, port ${published}, in a new tab`}
          onClick={() => props.onPreview(published)}
        >
          Preview
        </button>
      )}
    </li>
  );
}

function Container(props: {
  readonly container: SeatContainer;
  readonly actions: ServiceActions;
}): ReactElement {
  const { id, name, status, state, health, mounts, networks } = props.container;
  const isStopping = props.actions.stopping.has(id);
  return (
    <div className={styles.container}>
      <p>
        <span className={styles.mono}>{name}</span> <span className={styles.soft}>{status}</span>
      </p>
      {health?.last === null || health === null ? null : (
        <>
          <p className={styles.soft}>Newest probe: exit code {health.last.exitCode}</p>
          {health.last.output === "" ? null : <pre className={styles.probe}>{health.last.output}</pre>}
        </>
      )}
      {mounts.map((mount) =>
        mount.kind === "bind" ? (
          <p key={mount.target} className={styles.soft}>
            {mount.source} at {mount.target}
            {mount.readOnly ? ", read only" : ""}
          </p>
        ) : mount.name === null ? (
          <p key={mount.target} className={styles.soft}>
            a volume without a name at {mount.target}
          </p>
        ) : null,
      )}
      {networks.length === 0 ? null : <p className={styles.soft}>in {networks.join(", ")}</p>}
      {state === "running" || state === "restarting" || state === "paused" ? (
        <button
          type="button"
          className="quiet"
          aria-label={`Stop container ${name}`}
          disabled={isStopping}
          onClick={() => props.actions.onStop(id)}
        >
          {isStopping ? "Stopping" : "Stop"}
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
