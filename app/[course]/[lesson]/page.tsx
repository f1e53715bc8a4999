import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactElement } from "react";
import { LessonArticle } from "../../../components/lesson/lesson-article.tsx";
import { lessonComponentsOf } from "../../../components/lesson/lesson-components.tsx";
import { LessonFailed } from "../../../components/lesson/lesson-failed.tsx";
import { LiveLesson } from "../../../components/lesson/live-lesson.tsx";
import { quizOf } from "../../../components/lesson/quiz.tsx";
import { RememberLesson } from "../../../components/lesson/remember-lesson.tsx";
import { chooseLab, LAB_COOKIE } from "../../../components/workspace/desk/lab-cookie.ts";
import { LessonDesk } from "../../../components/workspace/desk/lesson-desk.tsx";
import { parseSplit, SPLIT_COOKIE } from "../../../components/workspace/desk/split-cookie.ts";
import type { LessonDocument } from "../../../core/course/outline.ts";
import { site } from "../../../server/index.ts";
import { PageFrame } from "../../page-frame.tsx";
import { readLanguage, readText } from "../../read-text.ts";
import { requireStudent } from "../../require-student.ts";
import { readPlainRun } from "./read-plain-run.ts";
import { renderLesson } from "./render-lesson.ts";

interface Props {
  readonly params: Promise<{ course: string; lesson: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { course, lesson } = await params;
  await requireStudent();
  if ((await site().courses.getLessonProblems(course, lesson))?.shows === false) return { title: "To mend" };
  const rendered = await renderLesson(course, lesson, await readLanguage());
  if (rendered === null) return {};
  return { title: rendered.frontMatter.title, description: rendered.frontMatter.summary };
}

export default async function LessonPage({ params, searchParams }: Props): Promise<ReactElement> {
  const { course, lesson } = await params;
  const studentId = await requireStudent();
  const toMend = await site().courses.getLessonProblems(course, lesson);
  const live = toMend === null ? null : <LiveLesson course={course} lesson={lesson} {...toMend} />;
  if (toMend?.shows === false) return <BrokenLesson studentId={studentId} live={live} />;
  const language = await readLanguage();
  const [rendered, outline, text] = await Promise.all([
    renderLesson(course, lesson, language),
    site().courses.getCourseOutline(course, studentId, language),
    readText(),
  ]);
  if (rendered === null || outline === null) notFound();
  const { Content, fault, ...lessonDocument } = rendered;
  if (fault !== null) {
    return (
      <PageFrame
        studentId={studentId}
        crumbs={[
          { label: outline.title, href: `/${outline.slug}`, language: outline.language },
          { label: rendered.frontMatter.title, href: null, language: rendered.language },
        ]}
        course={outline.slug}
      >
        {live}
        <div className="lone-message">
          <LessonFailed />
        </div>
      </PageFrame>
    );
  }
  const place = outline.outline.findIndex((each) => each.slug === rendered.slug) + 1;
  const answers = await site().courses.readQuizAnswers(studentId, outline.slug, rendered.slug);
  const Quiz = quizOf({ course: outline.slug, lesson: rendered.slug, answers });
  const article = (
    <LessonArticle lesson={lessonDocument} outline={outline} text={text}>
      {live}
      <Content components={{ ...lessonComponentsOf(outline.slug, rendered.slug, rendered.language), Quiz }} />
    </LessonArticle>
  );
  const query = await searchParams;
  return (
    <PageFrame
      studentId={studentId}
      crumbs={[
        { label: outline.title, href: `/${outline.slug}`, language: outline.language },
        { label: rendered.frontMatter.title, href: null, language: rendered.language },
      ]}
      course={outline.slug}
      position={{ place, lessons: outline.lessons }}
    >
      <RememberLesson course={outline.slug} lesson={rendered.slug} />
      {lessonDocument.labIds.length === 0
        ? article
        : await openDesk(studentId, lessonDocument, query, article)}
    </PageFrame>
  );
}

/** In place of a lesson that its author has to mend before anybody can read it. */
function BrokenLesson({ studentId, live }: { studentId: string; live: ReactElement | null }): ReactElement {
  return (
    <PageFrame studentId={studentId} crumbs={[{ label: "To mend", href: null }]}>
      {live}
    </PageFrame>
  );
}

async function openDesk(
  studentId: string,
  lesson: LessonDocument,
  query: Awaited<Props["searchParams"]>,
  article: ReactElement,
): Promise<ReactElement> {
  const jar = await cookies();
  const { lab, file, notice } = query;
  const { labIds } = lesson;
  const labId = chooseLab(labIds, typeof lab === "string" ? lab : null, jar.get(LAB_COOKIE)?.value) ?? "";
  const [workspace, labs, latest, seat] = await Promise.all([
    site().workspaces.openWorkspace(studentId, labId),
    labIds.length < 2 ? [] : site().courses.listLessonLabs(studentId, lesson.course.slug, lesson.slug),
    site().runs.getLatestRuns(studentId, labId),
    site().seats.getSeatStatus(studentId),
  ]);
  return (
    <LessonDesk
      studentId={studentId}
      workspace={workspace}
      labs={labs}
      latest={latest}
      split={parseSplit(jar.get(SPLIT_COOKIE)?.value)}
      seat={seat}
      openPath={typeof file === "string" ? file : null}
      plain={await readPlainRun(studentId, latest, typeof notice === "string" ? notice : null)}
    >
      {article}
    </LessonDesk>
  );
}
