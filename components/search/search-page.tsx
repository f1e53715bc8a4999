import type { ReactElement } from "react";
import type { CourseOutline } from "../../core/course/outline.ts";
import { MAX_QUERY, type SearchHit } from "../../core/search/search-index.ts";
import type { Text } from "../text/english.ts";
import styles from "./search.module.css";
import { SearchResults } from "./search-results.tsx";

interface SearchPageProps {
  readonly course: Pick<CourseOutline, "slug" | "title" | "language">;
  readonly query: string;
  readonly hits: readonly SearchHit[];
  readonly text: Text;
}

/** The search as a plain page: an address to share, and the way without JavaScript. */
export function SearchPage({ course, query, hits, text }: SearchPageProps): ReactElement {
  const words = text.search;
  return (
    <div className={styles.page}>
      <h1>{words.title}</h1>
      <form role="search" action={`/${course.slug}/search`} className={styles.form}>
        <label>
          <span className="unseen">{words.field}</span>
          <input
            type="search"
            name="q"
            defaultValue={query}
            maxLength={MAX_QUERY}
            placeholder={words.hint}
            autoComplete="off"
          />
        </label>
        <button type="submit" className="primary">
          {words.submit}
        </button>
      </form>
      {query.trim() === "" ? (
        <p className={styles.soft}>{words.hint}</p>
      ) : (
        <>
          <p className={styles.soft} role="status">
            {hits.length === 0 ? words.none(query) : words.found(hits.length)}
          </p>
          <SearchResults course={course.slug} hits={hits} text={text} heading="h2" />
        </>
      )}
    </div>
  );
}
