"use client";

import { useRouter } from "next/navigation";
import { type ReactElement, useEffect } from "react";
import { answerToChange, contentChange } from "../../core/course/content-change.ts";
import type { ContentProblem } from "../../core/course/content-problem.ts";
import styles from "./live-lesson.module.css";

interface Props {
  readonly course: string;
  readonly lesson: string;
  readonly problems: readonly ContentProblem[];
  /** False when this list stands in the place of the lesson. */
  readonly shows: boolean;
}

/** For an author: what is to be mended in this lesson, and a page that shows what is saved at once. */
export function LiveLesson({ course, lesson, problems, shows }: Props): ReactElement | null {
  const router = useRouter();
  useEffect(() => {
    const events = new EventSource("/api/authoring");
    let wasAway = false;
    events.onmessage = ({ data }: MessageEvent<string>) => {
      const change = contentChange.parse(JSON.parse(data));
      const answer = answerToChange(change, { course, lesson });
      // A reload comes back to the same place; the editor keeps what is not saved yet.
      if (answer === "reload") window.location.reload();
      else if (answer === "refresh") router.refresh();
    };
    events.onerror = () => (wasAway = true);
    events.onopen = () => {
      // What was saved while the site was away is not told again.
      if (wasAway) router.refresh();
      wasAway = false;
    };
    return () => events.close();
  }, [course, lesson, router]);

  const count = `${problems.length} ${problems.length === 1 ? "thing" : "things"} to mend`;
  return (
    <section className={problems.length === 0 ? "unseen" : styles.list} aria-label="For the author">
      <p role="status" className={styles.title}>
        {problems.length === 0 ? "Nothing to mend." : count}
      </p>
      {shows ? null : <p>The lesson cannot be shown as it is. This page shows it as soon as it can.</p>}
      {problems.length === 0 ? null : (
        <ol>
          {problems.map((problem) => (
            <li key={`${problem.file}:${problem.line}:${problem.message}`}>
              <code>
                {problem.file}:{problem.line}
              </code>
              <span>{problem.message}.</span> <span>{problem.advice}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
