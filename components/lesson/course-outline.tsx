import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseOutline as Outline, LessonSummary } from "../../core/course/outline.ts";
import type { Text } from "../text/english.ts";
import { formatMinutes } from "../ui/format.ts";
import styles from "./course-outline.module.css";
import { findWayOn } from "./find-way-on.ts";
import { isPassed } from "./is-passed.ts";

export interface CourseOutlineProps {
  readonly course: Outline;
  /** Lesson last read; null on a first visit. */
  readonly lastSlug: string | null;
  readonly text: Text;
}

/** A course as a table of contents: what each lesson lets one do, how long it takes, what is reached. */
export function CourseOutline({ course, lastSlug, text }: CourseOutlineProps): ReactElement {
  const words = text.course;
  const labs = course.outline.filter((lesson) => lesson.labId !== null);
  const passed = labs.filter(isPassed);
  const wayOn = findWayOn(course.outline, lastSlug);
  const isNew = lastSlug === null && passed.length === 0;
  return (
    <div className={styles.course}>
      <header>
        <div lang={course.language}>
          <h1>{course.title}</h1>
          <p className={styles.summary}>{course.summary}</p>
        </div>
        <p className={styles.figures}>
          {words.lessons(course.lessons)}, {formatMinutes(course.minutes)}
          {labs.length === 0 ? "" : `, ${words.passedOf(passed.length, labs.length)}`}
        </p>
        {wayOn === null ? null : (
          <Link className={`button primary ${styles.continue}`} href={`/${course.slug}/${wayOn.slug}`}>
            {isNew ? words.begin(wayOn.title) : words.goOn(wayOn.title)}
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
              <div lang={lesson.language}>
                <h2>
                  <Link href={`/${course.slug}/${lesson.slug}`}>{lesson.title}</Link>
                </h2>
                <p>{lesson.summary}</p>
              </div>
              {lesson.slug === lastSlug ? <p className={styles.here}>{words.here}</p> : null}
            </div>
            <div className={styles.side}>
              <span>{formatMinutes(lesson.minutes)}</span>
              <Reached lesson={lesson} words={words} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Reached({ lesson, words }: { lesson: LessonSummary; words: Text["course"] }): ReactElement | null {
  if (lesson.labId === null) return null;
  if (lesson.progress === null) return <span>{words.exercise}</span>;
  if (isPassed(lesson)) {
    return (
      <span className={styles.passed}>
        <span aria-hidden="true">✓ </span>
        {words.passed}
      </span>
    );
  }
  const { checks } = lesson.progress;
  const good = checks.filter((check) => check.status === "passed").length;
  return <span>{words.checksPassed(good, checks.length)}</span>;
}
