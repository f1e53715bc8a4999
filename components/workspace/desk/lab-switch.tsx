"use client";

import { type MouseEvent, type ReactElement, useEffect, useRef } from "react";
import type { LabChoice } from "../../../core/course/outline.ts";
import { isLabDone } from "../../../core/progress/lab-progress.ts";
import { useText } from "../../text/use-text.tsx";
import { addressOfLab } from "../files/address-of-lab.ts";
import { writeLabCookie } from "./lab-cookie.ts";
import styles from "./lab-switch.module.css";

interface LabSwitchProps {
  readonly labs: readonly LabChoice[];
  readonly selected: string;
  /** The lab in view was passed since the page was loaded. */
  readonly passedNow: boolean;
  /** Another one is on its way. */
  readonly busy: boolean;
  readonly onOpen: (labId: string) => void;
}

/** The labs of a lesson that has several. Links, because each has an address of its own, and works without JavaScript. */
export function LabSwitch(props: LabSwitchProps): ReactElement {
  const { labs, selected, passedNow, busy, onOpen } = props;
  const text = useText().labs;
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    document.cookie = writeLabCookie(selected);
    // Where they do not fit beside each other, the one in view is not left outside.
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current !== null && current != null) list.current.scrollLeft = current.offsetLeft - 48;
  }, [selected]);

  return (
    <nav className={styles.switch} aria-label={text.list} aria-busy={busy}>
      <ol ref={list} className={styles.list}>
        {labs.map((lab, index) => (
          <li key={lab.id}>
            <a
              href={addressOfLab(lab.id)}
              aria-current={lab.id === selected ? "page" : undefined}
              className={styles.lab}
              onClick={(event) => {
                if (!isPlainClick(event)) return;
                event.preventDefault();
                if (lab.id !== selected) onOpen(lab.id);
              }}
            >
              <span className={styles.number}>{index + 1}</span>
              {lab.title}
              <Reached lab={lab} passedNow={passedNow && lab.id === selected} />
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A click that follows the link here, and not in another tab or window. */
function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

function Reached({ lab, passedNow }: { lab: LabChoice; passedNow: boolean }): ReactElement | null {
  const text = useText().labs;
  const { progress } = lab;
  if (passedNow || isLabDone(lab)) {
    return (
      <span className={styles.passed}>
        <span aria-hidden="true">✓</span>
        <span className="unseen">{lab.steps === null ? text.passed : text.done}</span>
      </span>
    );
  }
  if (lab.steps !== null) {
    const { done, of } = lab.steps;
    return done === 0 ? null : (
      <span className={styles.part}>
        <span aria-hidden="true">
          {done}/{of}
        </span>
        <span className="unseen">{text.stepsDone(done, of)}</span>
      </span>
    );
  }
  if (progress === null) return null;
  const good = progress.checks.filter((check) => check.status === "passed").length;
  return (
    <span className={styles.part}>
      <span aria-hidden="true">
        {good}/{progress.checks.length}
      </span>
      <span className="unseen">{text.checksPassed(good, progress.checks.length)}</span>
    </span>
  );
}
