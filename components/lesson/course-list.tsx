import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseSummary } from "../../core/course/outline.ts";
import { countOf, formatMinutes } from "../ui/format.ts";
import styles from "./course-outline.module.css";

export function CourseList({ courses }: { courses: readonly CourseSummary[] }): ReactElement {
  return (
    <div className={styles.course}>
      <h1>Courses</h1>
      {courses.length === 0 ? (
        <p>
          No course yet. A course is a folder in the content folder of this server with a course.yaml in it.
        </p>
      ) : (
        <ol className={styles.lessons}>
          {courses.map((course) => (
            <li key={course.slug} className={styles.courseItem} lang={course.language}>
              <h2>
                <Link href={`/${course.slug}`}>{course.title}</Link>
              </h2>
              <p>{course.summary}</p>
              <p className={styles.figures}>
                {countOf(course.lessons, "lesson")}, {formatMinutes(course.minutes)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
