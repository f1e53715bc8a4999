import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactElement } from "react";
import { CourseOutline } from "../../components/lesson/course-outline.tsx";
import { site } from "../../server/index.ts";
import { PageFrame } from "../page-frame.tsx";
import { readLanguage, readText } from "../read-text.ts";
import { requireStudent } from "../require-student.ts";

interface Props {
  readonly params: Promise<{ course: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const studentId = await requireStudent();
  const outline = await site().courses.getCourseOutline((await params).course, studentId);
  return outline === null ? {} : { title: outline.title, description: outline.summary };
}

export default async function CoursePage({ params }: Props): Promise<ReactElement> {
  const { course } = await params;
  const studentId = await requireStudent();
  const outline = await site().courses.getCourseOutline(course, studentId, await readLanguage());
  if (outline === null) notFound();
  const text = await readText();
  return (
    <PageFrame
      studentId={studentId}
      course={outline.slug}
      crumbs={[
        { label: text.page.courses, href: "/" },
        { label: outline.title, href: null, language: outline.language },
      ]}
    >
      <CourseOutline
        course={outline}
        text={text}
        lastSlug={(await cookies()).get(`drydock-at-${outline.slug}`)?.value ?? null}
      />
    </PageFrame>
  );
}
