"use client";

import type { ReactElement, ReactNode } from "react";
import type { HealthcheckConfig, ImageReport } from "../../core/image/report.ts";
import { formatDuration } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./report.module.css";

/** The image's own settings: who runs in it, what it starts, how it is asked for its health. */
export function ImageFacts({ report }: { report: ImageReport }): ReactElement {
  const text = useText().image.facts;
  const labels = Object.entries(report.labels);
  return (
    <section>
      <h3>{text.title}</h3>
      <dl className={styles.facts}>
        <Fact name={text.user}>{report.user === "" ? text.rootUser : <code>{report.user}</code>}</Fact>
        <Fact name={text.workdir}>
          <code>{report.workdir === "" ? "/" : report.workdir}</code>
        </Fact>
        <Fact name={text.entrypoint}>{words(text, report.entrypoint)}</Fact>
        <Fact name={text.command}>{words(text, report.command)}</Fact>
        <Fact name={text.ports}>
          {report.exposedPorts.length === 0 ? text.none : report.exposedPorts.join(", ")}
        </Fact>
        <Fact name={text.healthCheck}>{describeHealthcheck(text, report.healthcheck)}</Fact>
        <Fact name={text.environment}>
          {report.environment.length === 0 ? (
            text.none
          ) : (
            <ul className={styles.plain}>
              {report.environment.map((each) => (
                <li key={each}>
                  <code>{each}</code>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name={text.labels}>
          {labels.length === 0 ? text.none : labels.map(([name, value]) => `${name}=${value}`).join(", ")}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function words(text: Text["image"]["facts"], parts: readonly string[]): ReactNode {
  return parts.length === 0 ? text.none : <code>{parts.join(" ")}</code>;
}

function describeHealthcheck(text: Text["image"]["facts"], check: HealthcheckConfig | null): ReactNode {
  if (check === null || check.test[0] === "NONE") return text.none;
  const [first, ...rest] = check.test;
  const command = first === "CMD" || first === "CMD-SHELL" ? rest.join(" ") : check.test.join(" ");
  const times = [
    check.intervalMs === null ? null : text.every(formatDuration(check.intervalMs)),
    check.timeoutMs === null ? null : text.timeout(formatDuration(check.timeoutMs)),
    check.startPeriodMs === null ? null : text.startPeriod(formatDuration(check.startPeriodMs)),
    check.retries === null ? null : text.retries(check.retries),
  ].filter((part) => part !== null);
  return (
    <>
      <code>{command}</code>
      {times.length === 0 ? null : ` ${times.join(", ")}`}
    </>
  );
}
