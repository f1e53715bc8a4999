import { stringify } from "yaml";
import { schemaLine } from "../scaffold/schema-line.ts";
import type { ConvertedFence, Fence } from "./convert-fence.ts";
import { convertSection } from "./convert-markdown.ts";
import { mapCommands } from "./map-commands.ts";
import type { ImportedPicture, MappedCheck, Remark, Scenario } from "./scenario.ts";
import { writeLab } from "./write-lab.ts";

export interface WrittenLesson {
  /** By the path in the lesson's folder. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly checks: readonly MappedCheck[];
  readonly remarks: readonly Remark[];
}

/** Minutes of a section of a source that does not say how long it takes. */
const SECTION_MINUTES = 5;

/** A scenario as the files of a lesson. @param directory of the lesson, for the paths to the schemas */
export function writeLesson(
  scenario: Scenario,
  options: {
    readonly directory: string;
    readonly lab: string;
    readonly convertFence: (fence: Fence) => ConvertedFence;
    readonly pictures: readonly ImportedPicture[];
  },
): WrittenLesson {
  const { directory, lab, convertFence, pictures } = options;
  const convert = (hasLab: boolean) =>
    scenario.sections.map((section) =>
      convertSection(section, convertFence, hasLab, (address) => {
        const found = pictures.find((one) => one.section === section && one.address === address);
        return found?.path ?? null;
      }),
    );
  const fences = convert(false).flatMap((section) => section.fences);
  const checks = scenario.checks.length > 0 ? scenario.checks : mapCommands(fences);
  const hasLab = checks.length > 0;
  const sections = convert(hasLab);
  const minutes = scenario.minutes ?? Math.max(1, sections.length) * SECTION_MINUTES;
  const remarks = [...scenario.remarks, ...sections.flatMap((section) => section.remarks)];
  if (scenario.checks.length === 0) {
    const what = hasLab
      ? "it checks nothing: the lab's checks are guessed from what its commands leave behind"
      : "it checks nothing that a seat can be asked, so there is no lab, no terminal and no editor";
    remarks.push({ where: scenario.format, what });
  }
  const matter = {
    title: scenario.title.padEnd(3, "."),
    summary: scenario.summary.trim().length >= 10 ? scenario.summary.trim() : `Imported: ${scenario.title}.`,
    minutes,
    objectives: scenario.sections.map(({ title }) => title),
    facts: `Imported from a ${scenario.format}; nothing of it was checked yet.`,
    ...(hasLab ? { lab } : {}),
  };
  const text = [
    "---",
    schemaLine(`${directory}/lesson.mdx`, "lesson"),
    stringify(matter, { lineWidth: 0 }).trimEnd(),
    "---",
    "",
    sections.map(({ mdx }) => mdx).join("\n"),
  ].join("\n");
  const labFiles = hasLab
    ? writeLab({ ...scenario, checks }, { fences, minutes, file: `${directory}/labs/${lab}/lab.yaml` })
    : {};
  return {
    files: {
      "lesson.mdx": text,
      ...Object.fromEntries(pictures.map(({ path, bytes }) => [path, bytes])),
      ...Object.fromEntries(
        Object.entries(labFiles).map(([path, content]) => [`labs/${lab}/${path}`, content]),
      ),
    },
    checks,
    remarks,
  };
}
