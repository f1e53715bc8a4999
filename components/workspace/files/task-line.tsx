"use client";

import type { ReactElement } from "react";
import type { TaskValue } from "../../../core/lab/variants.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "./task-line.module.css";

/** What this student was given in a lab that differs from student to student. The lesson's prose cannot know it. */
export function TaskLine({ task }: { task: readonly TaskValue[] }): ReactElement | null {
  const text = useText().labs;
  if (task.length === 0) return null;
  return (
    <section className={styles.task} aria-label={text.task}>
      <p className={styles.whose}>{text.yoursAlone}</p>
      <dl className={styles.values}>
        {task.map(({ name, title, value }) => (
          <div key={name} className={styles.value}>
            <dt>{title}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
