import { cookies, headers } from "next/headers";
import type { ReactElement } from "react";
import { CourseList } from "../components/lesson/course-list.tsx";
import { CourseOutline } from "../components/lesson/course-outline.tsx";
import { getCourseOutline, listCourses, readSession } from "../server/index.ts";
import { PageFrame } from "./page-frame.tsx";

/** The courses; with a single course, that course. */
export default async function HomePage(): Promise<ReactElement> {
  const { studentId } = readSession(await headers());
  const courses = await listCourses();
  const [only] = courses;
  const outline =
    only !== undefined && courses.length === 1 ? await getCourseOutline(only.slug, studentId) : null;
  return (
    <PageFrame studentId={studentId} crumbs={[{ label: outline?.title ?? "Courses", href: null }]}>
      {outline === null ? (
        <CourseList courses={courses} />
      ) : (
        <CourseOutline
          course={outline}
          lastSlug={(await cookies()).get(`drydock-at-${outline.slug}`)?.value ?? null}
        />
      )}
    </PageFrame>
  );
}
