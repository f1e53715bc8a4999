import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import type { CourseOutline as Outline, LessonDocument } from "../../core/course/outline.ts";
import type { OpenWorkspace } from "../../core/lab/open-workspace.ts";
import type { SeatStatus } from "../../core/seat/status.ts";
import { CourseOutline } from "../lesson/course-outline.tsx";
import { LessonArticle } from "../lesson/lesson-article.tsx";
import { SectionHeading } from "../lesson/prose.tsx";
import { Option, quizOf } from "../lesson/quiz.tsx";
import { SiteHeader } from "../page/site-header.tsx";
import { SiteNotices } from "../page/site-notices.tsx";
import { SearchPage } from "../search/search-page.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { createWorkspace } from "../workspace/desk/create-workspace.ts";
import { LessonDesk } from "../workspace/desk/lesson-desk.tsx";
import { ChecksPanel } from "../workspace/runs/checks-panel.tsx";
import { AppPanel } from "../workspace/seat/app-panel.tsx";
import { catalogues } from "./catalogues.ts";
import { TextProvider } from "./use-text.tsx";

// There is no router outside of Next, and nobody presses anything here.
vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => undefined }) }));

const text = catalogues.de;
const seat: SeatStatus = {
  state: "asleep",
  reason: null,
  remedy: null,
  standIns: true,
  memoryBytes: 1,
  memoryLimitBytes: 2,
  diskBytes: 1,
  diskLimitBytes: 2,
};
const progress = {
  lab: "c/l/x",
  bestScore: 1,
  maxScore: 2,
  attempts: 1,
  checks: [{ id: "a", status: "failed" as const }],
  updatedAt: 0,
};
const lab = { id: "c/l/x", progress, solution: { openedAt: 0, afterPassing: false }, steps: null };
const outline: Outline = {
  slug: "c",
  title: "A course",
  summary: "Its summary",
  language: "en",
  lessons: 1,
  minutes: 5,
  outline: [
    {
      slug: "l",
      number: 1,
      language: "en",
      title: "A lesson",
      summary: "What it is",
      minutes: 5,
      labs: [lab],
    },
  ],
};
const document: LessonDocument = {
  course: { slug: "c", title: "A course", language: "en" },
  slug: "l",
  number: 1,
  language: "en",
  frontMatter: {
    title: "A lesson",
    summary: "What it is",
    minutes: 5,
    objectives: ["Do it"],
    prerequisites: [],
    facts: "none",
  },
  headings: ["a", "b", "c"].map((id) => ({ depth: 2, id, text: `Heading ${id}` })),
  quizzes: [],
  previous: { slug: "k", number: 0, title: "The one before" },
  next: null,
  labIds: ["c/l/x"],
};
const workspace: OpenWorkspace = {
  lab: {
    id: "c/l/x",
    title: "A lab",
    summary: "What it is",
    minutes: 5,
    port: 8000,
    image: "a:1",
    builds: true,
    source: "fresh",
    open: "Dockerfile",
    editable: ["Dockerfile", ".dockerignore"],
    requests: [],
    task: [{ name: "uid", title: "User id", value: "2000" }],
    budgetBytes: null,
    advice: {},
    checks: [{ id: "a", title: "Asked for", points: 1 }],
    steps: [{ id: "b", title: "Ticked off" }],
  },
  files: ["Dockerfile", "app.py"].map((path) => ({
    path,
    content: "FROM a\n",
    version: 1,
    editable: path !== "app.py",
    starter: "FROM b\n",
  })),
  canUndoReset: true,
  solution: null,
  stepsDone: [],
};
const latest = { runs: [], reports: [], grade: null };

/** What is said outside of what is marked as English: text, and attributes that are told. */
function readGerman(html: string): string[] {
  const said: string[] = [];
  const languages = ["de"];
  for (const [, closing, tag = "", attributes = "", selfClosing, words] of html.matchAll(
    /<(\/?)([a-z0-9]+)((?:\s[a-z-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/gi,
  )) {
    const language = languages.at(-1) ?? "de";
    if (words !== undefined) {
      if (language === "de") said.push(words.trim());
    } else if (closing === "/") languages.pop();
    else {
      const own =
        /\slang="([^"]*)"/.exec(attributes)?.[1] ?? (/^(?:code|pre|textarea)$/.test(tag) ? "-" : language);
      if (own === "de")
        for (const [, value] of attributes.matchAll(/\s(?:aria-label|title|placeholder)="([^"]*)"/g))
          said.push(value ?? "");
      if (selfClosing !== "/") languages.push(own);
    }
  }
  return said.filter((each) => each !== "");
}

function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

const render = (element: ReactElement): string[] =>
  readGerman(renderToStaticMarkup(<TextProvider language="de">{element}</TextProvider>));

const Quiz = quizOf({ course: "c", lesson: "l", answers: { q: { option: 1, right: false, tries: 1 } } });
const article = (
  <LessonArticle lesson={document} outline={outline} text={text}>
    <SectionHeading id="a">Heading a</SectionHeading>
    <CodeBlock data-language="bash">ls</CodeBlock>
    <Quiz id="q" question="Which?">
      <Option right why="It is.">
        One
      </Option>
      <Option why="It is not.">Two</Option>
    </Quiz>
  </LessonArticle>
);
const desk = (
  <LessonDesk
    studentId="s"
    workspace={workspace}
    labs={[{ ...lab, title: "A lab" }]}
    latest={latest}
    split={{ prose: 42, editor: 48 }}
    seat={seat}
    openPath={null}
    plain={{ notice: null, run: null, log: "", truncated: false }}
  >
    {article}
  </LessonDesk>
);
const kept = createWorkspace("s", workspace, latest);
const panelProps = {
  workspace: kept,
  state: kept.runs.getSnapshot(),
  theme: "light" as const,
  visible: true,
};
const pages: readonly (readonly [string, ReactElement])[] = [
  [
    "header and notices",
    <>
      <SiteHeader
        crumbs={[{ label: "A course", href: null, language: "en" }]}
        position={text.page.position(1, 2)}
        course="c"
        seat={seat}
        theme="system"
        text={text}
      />
      <SiteNotices initial={seat} />
    </>,
  ],
  ["course", <CourseOutline course={outline} lastSlug="l" text={text} />],
  ["lesson with its workspace", desk],
  ["running", <AppPanel {...panelProps} />],
  ["checks", <ChecksPanel lab={workspace.lab} state={kept.runs.getSnapshot()} onJump={() => undefined} />],
  ["search", <SearchPage course={outline} query="nothing" hits={[]} text={text} />],
];

it.each(pages)("%s: in German nothing of the interface is left in English", (_name, element) => {
  const german = new Set(listTexts(text));
  const english = listTexts(catalogues.en).filter((each) => !german.has(each));
  const said = render(element);
  expect(said.length).toBeGreaterThanOrEqual(3);
  // Escaped as React escapes it.
  const asWritten = english.map((each) => each.replaceAll("'", "&#x27;"));
  expect(said.filter((each) => asWritten.includes(each))).toEqual([]);
});
