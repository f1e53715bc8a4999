import { titleOf } from "./write-new.ts";

/** A first course.yaml. */
export function courseTemplate(name: string, schemaLine: string): string {
  return `${schemaLine}
title: ${titleOf(name)}
summary: What a student can do after this course, in one or two sentences.
language: en
# Base images of the labs: every seat has them from the start.
images:
  - python:3.11-slim
`;
}

/** A first lesson.mdx, with one of everything that a lesson has. */
export function lessonTemplate(name: string, schemaLine: string): string {
  const today = new Date().toISOString().slice(0, 7);
  return `---
${schemaLine}
title: ${titleOf(name)}
summary: What this lesson lets the student do, in one sentence.
minutes: 20
objectives:
  - Say here what the student can do afterwards
prerequisites: []
facts: "${today}: versions that you have tried it with."
---

Begin with what the student is going to see. Each claim below is something that they do and measure themselves.

## The first thing to try

One idea a section, in a few sentences of your own.

\`\`\`dockerfile
FROM python:3.11-slim
\`\`\`

<Note kind="careful" title="What surprises people">Say it where it happens.</Note>

<Quiz id="first-question" question="What is a container started from?">
<Option why="A Dockerfile is the recipe; what is made by it has another name.">A Dockerfile</Option>
<Option right why="An image holds the files and says which program to start.">An image</Option>
</Quiz>

## Recap

- One line for each thing to remember.

## Sources

- Docker documentation, by the name of its page
`;
}
