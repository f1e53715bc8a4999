import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseOutline as Outline, LessonLab, LessonSummary } from "../../core/course/outline.ts";
import { isPassed } from "../../core/progress/lab-progress.ts";
import { countOf, formatMinutes } from "../ui/format.ts";
import styles from "./course-outline.module.css";
import { findWayOn } from "./find-way-on.ts";

/** A course as a table of contents: what each lesson lets one do, how long it takes, what is reached. */
export function CourseOutline({
  course,
  lastSlug,
}: {
  course: Outline;
  lastSlug: string | null;
}): ReactElement {
  const labs = course.outline.flatMap((lesson) => lesson.labs);
  const passed = labs.filter(({ progress }) => isPassed(progress));
  const wayOn = findWayOn(course.outline, lastSlug);
  return (
    <div className={styles.course} lang={course.language}>
      <header>
        <h1>{course.title}</h1>
        <p className={styles.summary}>{course.summary}</p>
        <p className={styles.figures}>
          {countOf(course.lessons, "lesson")}, {formatMinutes(course.minutes)}
          {labs.length === 0 ? "" : `, ${passed.length} of ${countOf(labs.length, "exercise")} passed`}
        </p>
        {wayOn === null ? null : (
          <Link className={`button primary ${styles.continue}`} href={`/${course.slug}/${wayOn.slug}`}>
            {lastSlug === null && passed.length === 0 ? "Begin" : "Continue"}: {wayOn.title}
          </Link>
        )}
      </header>
      <ol className={styles.lessons}>
        {course.outline.map((lesson) => (
          <li key={lesson.slug} className={styles.lesson}>
            <span className={styles.number} aria-hidden="true">
              {String(lesson.number).padStart(2, "0")}
            </span>
            <div>
              <h2>
                <Link href={`/${course.slug}/${lesson.slug}`}>{lesson.title}</Link>
              </h2>
              <p>{lesson.summary}</p>
              {lesson.slug === lastSlug ? <p className={styles.here}>You were here last</p> : null}
            </div>
            <div className={styles.side}>
              <span>{formatMinutes(lesson.minutes)}</span>
              <Reached lesson={lesson} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Reached({ lesson: { labs } }: { lesson: LessonSummary }): ReactElement | null {
  const [lab] = labs;
  if (lab === undefined) return null;
  const passed = labs.filter(({ progress }) => isPassed(progress)).length;
  if (passed === labs.length) {
    return (
      <span className={styles.passed}>
        <span aria-hidden="true">✓ </span>
        {labs.length === 1 ? "Exercise passed" : `${labs.length} exercises passed`}
        <Seen labs={labs} />
      </span>
    );
  }
  if (labs.length > 1) {
    const all = countOf(labs.length, "exercise");
    return (
      <span>
        {passed === 0 ? all : `${passed} of ${all} passed`}
        <Seen labs={labs} />
      </span>
    );
  }
  if (lab.progress === null) {
    return (
      <span>
        Exercise
        <Seen labs={labs} />
      </span>
    );
  }
  const { checks } = lab.progress;
  const good = checks.filter((check) => check.status === "passed").length;
  return (
    <span>
      {good} of {countOf(checks.length, "check")} passed
      <Seen labs={labs} />
    </span>
  );
}

/** Whether the solution was opened, and whether that was before the exercise was passed. */
function Seen({ labs }: { labs: readonly LessonLab[] }): ReactElement | null {
  const opened = labs.flatMap(({ solution }) => solution ?? []);
  const before = opened.filter(({ afterPassing }) => !afterPassing).length;
  if (opened.length === 0) return null;
  const count = labs.length === 1 ? "" : `${before === 0 ? opened.length : before} `;
  const what = labs.length === 1 ? "solution" : count === "1 " ? "solution" : "solutions";
  return (
    <span className={styles.seen}>
      {count}
      {what} opened {before === 0 ? "after" : "before"} passing
    </span>
  );
}
