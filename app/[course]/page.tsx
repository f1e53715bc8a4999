import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactElement } from "react";
import { CourseOutline } from "../../components/lesson/course-outline.tsx";
import { getCourseOutline, readSession } from "../../server/index.ts";
import { PageFrame } from "../page-frame.tsx";

interface Props {
  readonly params: Promise<{ course: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { studentId } = readSession(await headers());
  const outline = await getCourseOutline((await params).course, studentId);
  return outline === null ? {} : { title: outline.title, description: outline.summary };
}

export default async function CoursePage({ params }: Props): Promise<ReactElement> {
  const { course } = await params;
  const { studentId } = readSession(await headers());
  const outline = await getCourseOutline(course, studentId);
  if (outline === null) notFound();
  return (
    <PageFrame
      studentId={studentId}
      crumbs={[
        { label: "Courses", href: "/" },
        { label: outline.title, href: null },
      ]}
    >
      <CourseOutline
        course={outline}
        lastSlug={(await cookies()).get(`drydock-at-${outline.slug}`)?.value ?? null}
      />
    </PageFrame>
  );
}
