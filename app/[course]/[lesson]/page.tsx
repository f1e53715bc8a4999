import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactElement } from "react";
import { LessonArticle } from "../../../components/lesson/lesson-article.tsx";
import { lessonComponentsIn } from "../../../components/lesson/lesson-components.tsx";
import { quizOf } from "../../../components/lesson/quiz.tsx";
import { RememberLesson } from "../../../components/lesson/remember-lesson.tsx";
import { LessonDesk } from "../../../components/workspace/lesson-desk.tsx";
import { parseSplit, splitCookie } from "../../../components/workspace/split-cookie.ts";
import {
  getCourseOutline,
  getLatestRuns,
  getSeatStatus,
  openWorkspace,
  readQuizAnswers,
  readSession,
  renderLesson,
} from "../../../server/index.ts";
import { PageFrame } from "../../page-frame.tsx";
import { readLanguage, readText } from "../../read-text.ts";
import { readPlainRun } from "./read-plain-run.ts";

interface Props {
  readonly params: Promise<{ course: string; lesson: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { course, lesson } = await params;
  const rendered = await renderLesson(course, lesson, await readLanguage());
  if (rendered === null) return {};
  return { title: rendered.frontMatter.title, description: rendered.frontMatter.summary };
}

export default async function LessonPage({ params, searchParams }: Props): Promise<ReactElement> {
  const { course, lesson } = await params;
  const { studentId } = readSession(await headers());
  const language = await readLanguage();
  const [rendered, outline, text] = await Promise.all([
    renderLesson(course, lesson, language),
    getCourseOutline(course, studentId, language),
    readText(),
  ]);
  if (rendered === null || outline === null) notFound();
  const { Content, labId, ...lessonDocument } = rendered;
  const place = outline.outline.findIndex((each) => each.slug === rendered.slug) + 1;
  const answers = await readQuizAnswers(studentId, outline.slug, rendered.slug);
  const Quiz = quizOf({ course: outline.slug, lesson: rendered.slug, answers });
  const article = (
    <LessonArticle lesson={{ ...lessonDocument, labId }} outline={outline} text={text}>
      <Content components={{ ...lessonComponentsIn(rendered.language), Quiz }} />
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
      {labId === null ? article : await openDesk(studentId, labId, query, article)}
    </PageFrame>
  );
}

async function openDesk(
  studentId: string,
  labId: string,
  query: Awaited<Props["searchParams"]>,
  article: ReactElement,
): Promise<ReactElement> {
  const [workspace, latest, seat, jar] = await Promise.all([
    openWorkspace(studentId, labId),
    getLatestRuns(studentId, labId),
    getSeatStatus(studentId),
    cookies(),
  ]);
  const { file, notice } = query;
  return (
    <LessonDesk
      studentId={studentId}
      workspace={workspace}
      latest={latest}
      split={parseSplit(jar.get(splitCookie)?.value)}
      seat={seat}
      openPath={typeof file === "string" ? file : null}
      plain={await readPlainRun(studentId, latest, typeof notice === "string" ? notice : null)}
    >
      {article}
    </LessonDesk>
  );
}
