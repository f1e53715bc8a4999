import { useEffect, useState } from "react";
import type { SearchHit } from "../../core/search/search-index.ts";
import type { Language } from "../../core/text/language.ts";

/** Long enough that a word typed in one go asks once, short enough not to be noticed. */
const REST_MS = 120;

interface Found {
  readonly query: string;
  /** Null: the server gave no answer. */
  readonly hits: readonly SearchHit[] | null;
}

/** What the server finds for a question, once it has rested. While the next one is under way the last stays. */
export function useSearch(
  course: string,
  query: string,
  language: Language,
): {
  readonly hits: readonly SearchHit[] | null;
  readonly failed: boolean;
  /** Whether they are the answer to what is asked now. */
  readonly current: boolean;
} {
  const [found, setFound] = useState<Found | null>(null);
  const asked = query.trim();

  useEffect(() => {
    if (asked === "") return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void askServer(course, asked, language, controller.signal).then((hits) => {
        if (!controller.signal.aborted) setFound({ query: asked, hits });
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [course, asked, language]);

  if (asked === "" || found === null) return { hits: null, failed: false, current: false };
  const current = found.query === asked;
  return { hits: found.hits, failed: found.hits === null && current, current };
}

async function askServer(
  course: string,
  query: string,
  language: Language,
  signal: AbortSignal,
): Promise<readonly SearchHit[] | null> {
  try {
    const question = new URLSearchParams({ q: query, language });
    const response = await fetch(`/api/courses/${course}/search?${question.toString()}`, { signal });
    if (!response.ok) return null;
    // Our own server's answer, and the page's bundle need not carry a schema for it.
    return ((await response.json()) as { hits: readonly SearchHit[] }).hits;
  } catch {
    return null;
  }
}
