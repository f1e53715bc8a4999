import type { ComponentType } from "react";
import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";
import type { LessonDocument } from "../../../core/course/outline.ts";
import type { Language } from "../../../core/text/language.ts";
import { site } from "../../../server/index.ts";

/** Components by the name that MDX uses ("pre", "a", "Note"); interactive ones are client components. */
export type LessonComponents = Readonly<Record<string, ComponentType<never>>>;

export interface RenderedLesson extends LessonDocument {
  /** Why it cannot be shown, for the log; null when it can. */
  readonly fault: string | null;
  readonly Content: ComponentType<{ readonly components?: LessonComponents }>;
}

/** Evaluated lessons by their code. Bounded: authors change a lesson often, and the old ones are garbage. */
const evaluated = new Map<string, RenderedLesson["Content"]>();
const KEPT = 100;

/**
 * A lesson ready to render, null when there is none. Runs in the bundle of the pages, so that the MDX gets
 * the same React that renders it. Never evaluated in a browser: that would need unsafe-eval.
 * @throws AppError INTERNAL for an author's mistake
 */
export async function renderLesson(
  course: string,
  lesson: string,
  language?: Language,
): Promise<RenderedLesson | null> {
  const compiled = await site().courses.getLesson(course, lesson, language);
  if (compiled === null) return null;
  const { code, ...document } = compiled;
  let Content = evaluated.get(code);
  if (Content === undefined) {
    Content = evaluate(code);
    evaluated.set(code, Content);
    const oldest = evaluated.keys().next();
    if (evaluated.size > KEPT && oldest.done !== true) evaluated.delete(oldest.value);
  }
  return { ...document, Content };
}

function evaluate(code: string): RenderedLesson["Content"] {
  // The code is ours: compiled on this server from the course's folder, whose authors are trusted.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function("React", "ReactDOM", "_jsx_runtime", code) as (
    react: typeof React,
    dom: object,
    runtime: typeof jsxRuntime,
  ) => { default: RenderedLesson["Content"] };
  return run(React, {}, jsxRuntime).default;
}
