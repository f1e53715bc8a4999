import type { ReactElement } from "react";
import type { SearchHit } from "../../core/search/search-index.ts";
import type { Text } from "../text/english.ts";
import styles from "./search.module.css";

interface SearchResultsProps {
  readonly course: string;
  readonly hits: readonly SearchHit[];
  readonly text: Text;
  /** On a page of its own each result is a heading; in a dialog they are short. */
  readonly heading: "h2" | "p";
  readonly onFollow?: () => void;
}

/** Sections that were found: where they stand, and the passage with what was looked for marked. */
export function SearchResults({ course, hits, text, heading, onFollow }: SearchResultsProps): ReactElement {
  const Heading = heading;
  return (
    <ol className={styles.results} aria-label={text.search.results}>
      {hits.map(({ section, passage }) => {
        const { lesson, anchor } = section;
        const Passage = passage.isCode ? "code" : "span";
        return (
          <li key={`${lesson.slug}#${anchor ?? ""}`}>
            <Heading className={styles.where}>
              {/* A plain link: the browser itself goes to the heading, on this page as on another. */}
              <a
                href={`/${course}/${lesson.slug}${anchor === null ? "" : `#${anchor}`}`}
                onClick={onFollow}
                data-result
              >
                <span lang={section.language}>{section.heading ?? lesson.title}</span>
              </a>
            </Heading>
            {section.heading === null ? null : (
              <p className={styles.soft}>
                {text.lesson.number(lesson.number)}: <span lang={section.language}>{lesson.title}</span>
              </p>
            )}
            <p className={styles.passage} lang={section.language}>
              <Passage>
                {passage.parts.map((part, index) =>
                  part.hit ? <mark key={index}>{part.text}</mark> : part.text,
                )}
              </Passage>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
