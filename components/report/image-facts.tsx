import type { ReactElement, ReactNode } from "react";
import type { HealthcheckConfig, ImageReport } from "../../core/image/report.ts";
import { formatDuration } from "../ui/format.ts";
import styles from "./report.module.css";

/** The image's own settings: who runs in it, what it starts, how it is asked for its health. */
export function ImageFacts({ report }: { report: ImageReport }): ReactElement {
  const labels = Object.entries(report.labels);
  return (
    <section>
      <h3>Settings of the image</h3>
      <dl className={styles.facts}>
        <Fact name="User">{report.user === "" ? "not set, so root" : <code>{report.user}</code>}</Fact>
        <Fact name="Working directory">
          <code>{report.workdir === "" ? "/" : report.workdir}</code>
        </Fact>
        <Fact name="Entrypoint">{words(report.entrypoint)}</Fact>
        <Fact name="Command">{words(report.command)}</Fact>
        <Fact name="Ports">{report.exposedPorts.length === 0 ? "none" : report.exposedPorts.join(", ")}</Fact>
        <Fact name="Health check">{describeHealthcheck(report.healthcheck)}</Fact>
        <Fact name="Environment">
          {report.environment.length === 0 ? (
            "none"
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
        <Fact name="Labels">
          {labels.length === 0 ? "none" : labels.map(([name, value]) => `${name}=${value}`).join(", ")}
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

function words(parts: readonly string[]): ReactNode {
  return parts.length === 0 ? "none" : <code>{parts.join(" ")}</code>;
}

function describeHealthcheck(check: HealthcheckConfig | null): ReactNode {
  if (check === null || check.test[0] === "NONE") return "none";
  const [first, ...rest] = check.test;
  const command = first === "CMD" || first === "CMD-SHELL" ? rest.join(" ") : check.test.join(" ");
  const times = [
    check.intervalMs === null ? null : `every ${formatDuration(check.intervalMs)}`,
    check.timeoutMs === null ? null : `timeout ${formatDuration(check.timeoutMs)}`,
    check.startPeriodMs === null ? null : `start period ${formatDuration(check.startPeriodMs)}`,
    check.retries === null ? null : `retries ${check.retries}`,
  ].filter((part) => part !== null);
  return (
    <>
      <code>{command}</code>
      {times.length === 0 ? null : ` ${times.join(", ")}`}
    </>
  );
}
