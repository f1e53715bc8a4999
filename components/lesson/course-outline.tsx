import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseOutline as Outline, LessonLab, LessonSummary } from "../../core/course/outline.ts";
import { isLabDone } from "../../core/progress/lab-progress.ts";
import { formatMinutes } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";
import styles from "./course-outline.module.css";
import { findWayOn } from "./find-way-on.ts";

export interface CourseOutlineProps {
  readonly course: Outline;
  /** Lesson last read; null on a first visit. */
  readonly lastSlug: string | null;
  readonly text: Text;
}

/** A course as a table of contents: what each lesson lets one do, how long it takes, what is reached. */
export function CourseOutline({ course, lastSlug, text }: CourseOutlineProps): ReactElement {
  const words = text.course;
  const labs = course.outline.flatMap((lesson) => lesson.labs);
  const passed = labs.filter(isLabDone);
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

function Reached({
  lesson: { labs },
  words,
}: {
  lesson: LessonSummary;
  words: Text["course"];
}): ReactElement | null {
  const [lab] = labs;
  if (lab === undefined) return null;
  const passed = labs.filter(isLabDone).length;
  const seen = <Seen labs={labs} words={words} />;
  if (passed === labs.length) {
    return (
      <span className={styles.passed}>
        <span aria-hidden="true">✓ </span>
        {labs.every(({ steps }) => steps !== null)
          ? words.stepsDone
          : labs.length === 1
            ? words.passed
            : words.allPassed(labs.length)}
        {seen}
      </span>
    );
  }
  if (labs.length > 1) {
    return (
      <span>
        {passed === 0 ? words.exercises(labs.length) : words.passedOf(passed, labs.length)}
        {seen}
      </span>
    );
  }
  if (lab.steps !== null && lab.steps.done > 0) {
    return (
      <span>
        {words.stepsOf(lab.steps.done, lab.steps.of)}
        {seen}
      </span>
    );
  }
  if (lab.progress === null) {
    return (
      <span>
        {words.exercise}
        {seen}
      </span>
    );
  }
  const { checks } = lab.progress;
  const good = checks.filter((check) => check.status === "passed").length;
  return (
    <span>
      {words.checksPassed(good, checks.length)}
      {seen}
    </span>
  );
}

/** Whether the solution was opened, and whether that was before the exercise was passed. */
function Seen({ labs, words }: { labs: readonly LessonLab[]; words: Text["course"] }): ReactElement | null {
  const opened = labs.flatMap(({ solution }) => solution ?? []);
  const before = opened.filter(({ afterPassing }) => !afterPassing).length;
  if (opened.length === 0) return null;
  const count = labs.length === 1 ? null : before === 0 ? opened.length : before;
  return (
    <span className={styles.seen}>{before === 0 ? words.openedAfter(count) : words.openedBefore(count)}</span>
  );
}
