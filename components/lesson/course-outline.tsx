import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseOutline as Outline, LessonSummary } from "../../core/course/outline.ts";
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
  const labs = course.outline.filter((lesson) => lesson.labId !== null);
  const passed = labs.filter(isPassed);
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

function Reached({ lesson }: { lesson: LessonSummary }): ReactElement | null {
  if (lesson.labId === null) return null;
  if (lesson.progress === null) return <span>Exercise</span>;
  if (isPassed(lesson)) {
    return (
      <span className={styles.passed}>
        <span aria-hidden="true">✓ </span>Exercise passed
      </span>
    );
  }
  const { checks } = lesson.progress;
  const good = checks.filter((check) => check.status === "passed").length;
  return (
    <span>
      {good} of {countOf(checks.length, "check")} passed
    </span>
  );
}

function isPassed(lesson: LessonSummary): boolean {
  return lesson.progress !== null && lesson.progress.bestScore >= lesson.progress.maxScore;
}
