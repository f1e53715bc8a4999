"use client";

import { type ReactElement, useMemo } from "react";
import type { Stack } from "../../core/seat/group-stacks.ts";
import { useText } from "../text/use-text.tsx";
import { type Edge, withoutShortcuts } from "./draw-edges.ts";
import { type ServiceActions, ServiceBox } from "./service-box.tsx";
import styles from "./stack.module.css";
import { describeStack } from "./status-words.ts";
import { useEdges } from "./use-edges.ts";

interface StackPictureProps {
  readonly stack: Stack;
  readonly actions: ServiceActions;
  /** Logs of all services. */
  readonly onLogs: () => void;
}

/**
 * A project of docker compose as a picture: each service a box, lines from what starts first to what waits for it,
 * networks as lines with their stations. What the lines say is said in the boxes too: they are for the eye alone.
 */
export function StackPicture({ stack, actions, onLogs }: StackPictureProps): ReactElement {
  const text = useText().stack;
  const { project, services, networks } = stack;
  const told = JSON.stringify(
    services.flatMap(({ name, dependsOn }) =>
      dependsOn.map(({ service, met }): Edge => ({ from: service, to: name, met })),
    ),
  );
  const edges = useMemo(() => withoutShortcuts(JSON.parse(told) as Edge[]), [told]);
  const { element, drawn } = useEdges(edges);
  const columns = Math.max(...services.map(({ rank }) => rank)) + 1;
  const heading = `stack-${project}`;
  return (
    <section className={styles.stack} aria-labelledby={heading}>
      <div className={styles.title}>
        <h4 id={heading}>{project}</h4>
        <p role="status" className={styles.soft}>
          {describeStack(text, services)}
        </p>
        <button type="button" className="quiet" onClick={onLogs}>
          {text.allLogs}
        </button>
      </div>
      <div className={styles.frame}>
        <div ref={element} className={styles.picture} data-columns={columns} data-edges={edges.length > 0}>
          <svg className={styles.lines} aria-hidden="true">
            {drawn.map(({ from, to, met, line, head }) => (
              <g key={`${from}>${to}`} data-met={met}>
                <path className={styles.line} d={line} />
                <path className={styles.arrow} d={head} />
              </g>
            ))}
          </svg>
          <ul className={styles.boxes} aria-label={text.servicesOf(project)}>
            {services.map((service) => (
              <ServiceBox key={service.name} service={service} actions={actions} />
            ))}
          </ul>
        </div>
      </div>
      {networks.length === 0 ? null : (
        <ul className={styles.networks} aria-label={text.networksOf(project)}>
          {networks.map(({ name, label, internal, services: joined }) => (
            <li key={name}>
              <span className={styles.soft}>
                {text.network(label)}
                {internal ? text.insideOnly : ""}
              </span>
              <ol className={styles.stations} aria-label={text.inNetwork(label)}>
                {joined.map((service) => (
                  <li key={service}>{service}</li>
                ))}
              </ol>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
