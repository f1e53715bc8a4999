import Link from "next/link";
import type { ReactElement } from "react";
import type { CourseOutline, LessonDocument } from "../../core/course/outline.ts";
import { isLabDone } from "../../core/progress/lab-progress.ts";
import type { Text } from "../text/english.ts";
import { isDone } from "./is-done.ts";
import styles from "./lesson-article.module.css";

interface LessonContentsProps {
  readonly lesson: LessonDocument;
  readonly outline: CourseOutline;
  readonly text: Text;
}

/** Where one is: the sections of this page, and the lessons of the course with what is passed. */
export function LessonContents({ lesson, outline, text }: LessonContentsProps): ReactElement {
  const sections = lesson.headings.filter((heading) => heading.depth === 2);
  const labs = outline.outline.flatMap((each) => each.labs);
  return (
    <div className={styles.contents}>
      {sections.length < 3 ? null : (
        <details>
          <summary>{text.lesson.contents}</summary>
          <nav aria-label={text.lesson.contents}>
            <ol lang={lesson.language}>
              {sections.map((heading) => (
                <li key={heading.id}>
                  <a href={`#${heading.id}`}>{heading.text}</a>
                </li>
              ))}
            </ol>
          </nav>
        </details>
      )}
      <details>
        <summary>
          {text.lesson.outline}
          {labs.length === 0 ? "" : `: ${text.course.passedOf(labs.filter(isLabDone).length, labs.length)}`}
        </summary>
        <nav aria-label={text.lesson.outline}>
          <ol className={styles.outline}>
            {outline.outline.map((each) => (
              <li key={each.slug} value={each.number}>
                <Link
                  href={`/${outline.slug}/${each.slug}`}
                  aria-current={each.slug === lesson.slug ? "page" : undefined}
                  lang={each.language}
                >
                  {each.title}
                </Link>
                {isDone(each) ? (
                  <span className={styles.passed}>
                    <span aria-hidden="true">✓</span> {text.lesson.passed}
                  </span>
                ) : null}
              </li>
            ))}
          </ol>
        </nav>
      </details>
    </div>
  );
}
