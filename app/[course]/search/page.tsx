import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactElement } from "react";
import { SearchPage } from "../../../components/search/search-page.tsx";
import { MAX_QUERY } from "../../../core/search/search-index.ts";
import { site } from "../../../server/index.ts";
import { PageFrame } from "../../page-frame.tsx";
import { readLanguage, readText } from "../../read-text.ts";
import { requireStudent } from "../../require-student.ts";

interface Props {
  readonly params: Promise<{ course: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Enough to scroll through; whoever wants more asks more exactly. */
const LIMIT = 40;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readText()).search.title };
}

export default async function CourseSearchPage({ params, searchParams }: Props): Promise<ReactElement> {
  const { course } = await params;
  const { q } = await searchParams;
  const query = typeof q === "string" ? q.slice(0, MAX_QUERY) : "";
  const studentId = await requireStudent();
  const language = await readLanguage();
  const [outline, hits, text] = await Promise.all([
    site().courses.getCourseOutline(course, studentId, language),
    site().courses.searchCourse(course, { query, language, limit: LIMIT }),
    readText(),
  ]);
  if (outline === null || hits === null) notFound();
  return (
    <PageFrame
      studentId={studentId}
      course={course}
      crumbs={[
        { label: outline.title, href: `/${outline.slug}`, language: outline.language },
        { label: text.search.open, href: null },
      ]}
    >
      <SearchPage course={outline} query={query} hits={hits} text={text} />
    </PageFrame>
  );
}
