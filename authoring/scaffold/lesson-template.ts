import { templateText } from "../../core/course/template-text.ts";
import { titleOf } from "./write-new.ts";

/** A first course.yaml. */
export function courseTemplate(name: string, schemaLine: string): string {
  return `${schemaLine}
title: ${titleOf(name)}
summary: ${templateText.courseSummary}
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
summary: ${templateText.summary}
minutes: 20
objectives:
  - ${templateText.objective}
prerequisites: []
facts: "${today}: ${templateText.facts}"
---

${templateText.begin}

## ${templateText.heading}

${templateText.idea}

\`\`\`dockerfile
FROM python:3.11-slim
\`\`\`

<Note kind="careful" title="What surprises people">${templateText.note}</Note>

<Quiz id="first-question" question="What is a container started from?">
<Option why="A Dockerfile is the recipe; what is made by it has another name.">A Dockerfile</Option>
<Option right why="An image holds the files and says which program to start.">An image</Option>
</Quiz>

## Recap

- ${templateText.recap}

## Sources

- ${templateText.sources}
`;
}
