import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import type { LessonDocument } from "../../core/course/outline.ts";
import { formatMinutes } from "../ui/format.ts";
import styles from "./lesson-article.module.css";
import prose from "./prose.module.css";

/** A lesson from its title to the way on; `children` is the rendered text. */
export function LessonArticle({
  lesson,
  children,
}: {
  lesson: LessonDocument;
  children: ReactNode;
}): ReactElement {
  const { frontMatter, headings, previous, next, course } = lesson;
  const sections = headings.filter((heading) => heading.depth === 2);
  return (
    <article className={styles.article} lang={course.language}>
      <header className={styles.header}>
        <p className={styles.number}>Lesson {lesson.number}</p>
        <h1>{frontMatter.title}</h1>
        <p className={styles.summary}>{frontMatter.summary}</p>
        <p className={styles.minutes}>{formatMinutes(frontMatter.minutes)}</p>
        <div className={styles.about}>
          <div>
            <h2 id="objectives">Afterwards you can</h2>
            <ul aria-labelledby="objectives">
              {frontMatter.objectives.map((objective) => (
                <li key={objective}>{objective}</li>
              ))}
            </ul>
          </div>
          {sections.length < 3 ? null : (
            <details className={styles.contents}>
              <summary>On this page</summary>
              <nav aria-label="On this page">
                <ol>
                  {sections.map((heading) => (
                    <li key={heading.id}>
                      <a href={`#${heading.id}`}>{heading.text}</a>
                    </li>
                  ))}
                </ol>
              </nav>
            </details>
          )}
        </div>
      </header>
      <div className={prose.prose}>{children}</div>
      <footer className={styles.footer}>
        <p className={styles.facts}>Facts checked: {frontMatter.facts}</p>
        <nav aria-label="Lessons" className={styles.ways}>
          {previous === null ? (
            <span />
          ) : (
            <Link href={`/${course.slug}/${previous.slug}`} rel="prev">
              <span aria-hidden="true">‹</span> Previous: {previous.title}
            </Link>
          )}
          {next === null ? (
            <Link href={`/${course.slug}`}>All lessons of {course.title}</Link>
          ) : (
            <Link href={`/${course.slug}/${next.slug}`} rel="next">
              Next: {next.title} <span aria-hidden="true">›</span>
            </Link>
          )}
        </nav>
      </footer>
    </article>
  );
}
