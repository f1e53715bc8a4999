import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import type { CourseOutline, LessonDocument } from "../../core/course/outline.ts";
import { formatMinutes } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";
import styles from "./lesson-article.module.css";
import { LessonContents } from "./lesson-contents.tsx";
import { PrintButton } from "./print-button.tsx";
import prose from "./prose.module.css";

export interface LessonArticleProps {
  readonly lesson: LessonDocument;
  readonly outline: CourseOutline;
  readonly text: Text;
  /** The rendered text. */
  readonly children: ReactNode;
}

/** A lesson from its title to the way on. What it says itself is marked with its own language. */
export function LessonArticle({ lesson, outline, text, children }: LessonArticleProps): ReactElement {
  const { frontMatter, previous, next, course, language } = lesson;
  const words = text.lesson;
  return (
    <article className={styles.article}>
      <header className={styles.header}>
        <p className={styles.number}>{words.number(lesson.number)}</p>
        <div lang={language}>
          <h1>{frontMatter.title}</h1>
          <p className={styles.summary}>{frontMatter.summary}</p>
        </div>
        <p className={styles.minutes}>
          {formatMinutes(frontMatter.minutes)} <PrintButton />
        </p>
        <div className={styles.about}>
          <div>
            <h2 id="objectives">{words.objectives}</h2>
            <ul aria-labelledby="objectives" lang={language}>
              {frontMatter.objectives.map((objective) => (
                <li key={objective}>{objective}</li>
              ))}
            </ul>
          </div>
          <LessonContents lesson={lesson} outline={outline} text={text} />
        </div>
      </header>
      <div className={prose.prose} lang={language}>
        {children}
      </div>
      <footer className={styles.footer}>
        <p className={styles.facts}>
          {words.facts} <span lang={language}>{frontMatter.facts}</span>
        </p>
        <nav aria-label={words.lessons} className={styles.ways}>
          {previous === null ? (
            <span />
          ) : (
            <Link href={`/${course.slug}/${previous.slug}`} rel="prev">
              <span aria-hidden="true">‹</span> {words.previous(previous.title)}
            </Link>
          )}
          {next === null ? (
            <Link href={`/${course.slug}`}>{words.allOf(course.title)}</Link>
          ) : (
            <Link href={`/${course.slug}/${next.slug}`} rel="next">
              {words.next(next.title)} <span aria-hidden="true">›</span>
            </Link>
          )}
        </nav>
      </footer>
    </article>
  );
}
