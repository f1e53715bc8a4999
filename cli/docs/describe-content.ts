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
    "`npm run docs` writes this page from the schemas in `core/course/` and `core/lab/`. Change it there. `npm run course:lint` reports every field that is not in these tables.",
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
    'A code block with `run` gets a button that runs it in the terminal. One with `file=<path>` gets a button that inserts it into the editor. `title="…"` gives a block a title.',
    `Put pictures beside lesson.mdx or into a folder there: \`![what it shows](pictures/plan.svg)\`. Their names end with ${pictureEndings.map((ending) => `\`.${ending}\``).join(", ")} and they have at most ${PICTURE_BYTES} bytes. An address that begins with \`/\` is a file of \`public/\`.`,
    "## lab.yaml",
    fieldTable(toDocSchema(labSchema)),
    "The kinds of checks are in [checks.md](checks.md).",
  ].join("\n\n")}\n`;
}
