import { cookies } from "next/headers";
import type { ReactElement } from "react";
import { CourseList } from "../components/lesson/course-list.tsx";
import { CourseOutline } from "../components/lesson/course-outline.tsx";
import { site } from "../server/index.ts";
import { PageFrame } from "./page-frame.tsx";
import { readLanguage, readText } from "./read-text.ts";
import { requireStudent } from "./require-student.ts";

/** The courses; with a single course, that course. */
export default async function HomePage(): Promise<ReactElement> {
  const studentId = await requireStudent();
  const [courses, text] = await Promise.all([site().courses.listCourses(), readText()]);
  const [only] = courses;
  const outline =
    only !== undefined && courses.length === 1
      ? await site().courses.getCourseOutline(only.slug, studentId, await readLanguage())
      : null;
  return (
    <PageFrame
      studentId={studentId}
      {...(outline === null ? {} : { course: outline.slug })}
      crumbs={[
        outline === null
          ? { label: text.page.courses, href: null }
          : { label: outline.title, href: null, language: outline.language },
      ]}
    >
      {outline === null ? (
        <CourseList courses={courses} text={text} />
      ) : (
        <CourseOutline
          course={outline}
          text={text}
          lastSlug={(await cookies()).get(`drydock-at-${outline.slug}`)?.value ?? null}
        />
      )}
    </PageFrame>
  );
}
