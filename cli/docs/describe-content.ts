import { lessonElements, propertiesOf } from "../../core/course/lesson-elements.ts";
import { PICTURE_BYTES, pictureEndings } from "../../core/course/picture.ts";
import { courseSchema, lessonFrontMatter } from "../../core/course/schema.ts";
import { labSchema } from "../../core/lab/schema.ts";
import { fieldTable } from "./field-table.ts";
import { toDocSchema } from "./json-schema.ts";

/** docs/content.md. */
export function describeContent(): string {
  const elements = Object.entries(lessonElements).map(([name, element]) => {
    const { says, children } = element;
    const { needs, takes } = propertiesOf(element);
    const needed = needs.map((one) => `\`${one}\``).join(", ");
    const taken = takes.map((one) => `\`${one}\``).join(", ");
    return `| \`<${name}>\` | ${needed} | ${taken} | ${children ? "yes" : "no"} | ${says.replaceAll("|", "\\|")} |`;
  });
  return `${[
    "# Files of a course",
    "Written from the schemas by `npm run docs`; change them there (`core/course/`, `core/lab/`). A field that is not in these tables is a mistake, which `npm run course:lint` tells.",
    "## course.yaml",
    fieldTable(toDocSchema(courseSchema)),
    "## Front matter of lesson.mdx",
    fieldTable(toDocSchema(lessonFrontMatter)),
    "## Components in the text of a lesson",
    [
      "| component | needs | takes | has text in it | what it is for |",
      "| --- | --- | --- | --- | --- |",
      ...elements,
    ].join("\n"),
    ...Object.entries(lessonElements).flatMap(([name, { props }]) => [
      `### ${name}`,
      fieldTable(toDocSchema(props)),
    ]),
    'A fenced block with `run` can be run in the terminal, one with `file=<path>` put into the editor, one with `title="…"` has that title.',
    `A picture lies beside lesson.mdx or in a folder there: \`![what it shows](pictures/plan.svg)\`. It ends with ${pictureEndings.map((ending) => `\`.${ending}\``).join(", ")} and has at most ${PICTURE_BYTES} bytes. An address that begins with \`/\` is a file of \`public/\`.`,
    "## lab.yaml",
    fieldTable(toDocSchema(labSchema)),
    "The kinds of checks are in [checks.md](checks.md).",
  ].join("\n\n")}\n`;
}
