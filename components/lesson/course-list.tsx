import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseSummary } from "../../core/course/outline.ts";
import { formatMinutes } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";
import styles from "./course-outline.module.css";

export function CourseList({
  courses,
  text,
}: {
  courses: readonly CourseSummary[];
  text: Text;
}): ReactElement {
  return (
    <div className={styles.course}>
      <h1>{text.page.courses}</h1>
      {courses.length === 0 ? (
        <p>{text.course.none}</p>
      ) : (
        <ol className={styles.lessons}>
          {courses.map((course) => (
            <li key={course.slug} className={styles.courseItem}>
              <div lang={course.language}>
                <h2>
                  <Link href={`/${course.slug}`}>{course.title}</Link>
                </h2>
                <p>{course.summary}</p>
              </div>
              <p className={styles.figures}>
                {text.course.lessons(course.lessons)}, {formatMinutes(course.minutes)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
