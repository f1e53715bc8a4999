import { stringify } from "yaml";
import { schemaLine } from "../scaffold/schema-line.ts";
import type { ConvertedFence, Fence } from "./convert-fence.ts";
import { type ConvertedSection, convertSection, variablesOf } from "./convert-markdown.ts";
import { deriveLab } from "./derive-lab.ts";
import { findPictures } from "./find-pictures.ts";
import { modelText } from "./model-text.ts";
import { relocate } from "./relocate.ts";
import type { ImportedPicture, MappedCheck, Remark, Scenario } from "./scenario.ts";
import { writeLab } from "./write-lab.ts";

export interface WrittenLesson {
  /** By the path in the lesson's folder. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly checks: readonly MappedCheck[];
  /** Titles of the steps that nobody judges. */
  readonly steps: readonly string[];
  /** Blocks with a button: commands, and files for the editor. */
  readonly buttons: number;
  /** Base images, with their tags. */
  readonly images: readonly string[];
  readonly remarks: readonly Remark[];
}

/** Minutes of a section of a source that does not say how long it takes. */
const SECTION_MINUTES = 5;

/** A scenario as the files of a lesson. @param directory of the lesson, for the paths to the schemas */
export async function writeLesson(
  scenario: Scenario,
  options: {
    readonly directory: string;
    readonly lab: string;
    readonly convertFence: (fence: Fence) => ConvertedFence;
  },
): Promise<WrittenLesson> {
  const { directory, lab } = options;
  const convertFence = (fence: Fence): ConvertedFence => {
    const converted = options.convertFence(fence);
    return converted.run
      ? { ...converted, code: converted.code.map((line) => relocate(line, lab)) }
      : converted;
  };
  const variables = variablesOf(scenario.sections);
  // Once to see which pictures are shown, and once more to show them.
  const addresses = scenario.sections.map((section) => {
    const shown = new Set<string>();
    const pathOf = (address: string) => {
      shown.add(address);
      return null;
    };
    convertSection(section, convertFence, { hasLab: true, pathOf, variables });
    return { section, addresses: [...shown] };
  });
  const pictures = await findPictures(addresses);
  const sections = scenario.sections.map((section): ConvertedSection => {
    const pathOf = (address: string) => pathOfPicture(pictures, section, address);
    return convertSection(section, convertFence, { hasLab: true, pathOf, variables });
  });
  const fences = sections.flatMap((section) => section.fences);
  const text = modelText(
    sections.map((section) => section.fences),
    scenario.files,
    lab,
  );
  const derived = deriveLab(scenario, text);
  const minutes = scenario.minutes ?? Math.max(1, sections.length) * SECTION_MINUTES;
  const matter = {
    title: scenario.title.padEnd(3, "."),
    summary: scenario.summary.trim().length >= 10 ? scenario.summary.trim() : `Imported: ${scenario.title}.`,
    minutes,
    objectives:
      scenario.sections.length === 0 ? [scenario.title] : scenario.sections.map(({ title }) => title),
    facts: `Imported from a ${scenario.format}; nothing of it was checked yet.`,
    lab,
  };
  const mdx = [
    "---",
    schemaLine(`${directory}/lesson.mdx`, "lesson"),
    stringify(matter, { lineWidth: 0 }).trimEnd(),
    "---",
    "",
    sections.map((section) => section.mdx).join("\n"),
  ].join("\n");
  const written = writeLab(scenario, derived, { fences, minutes, file: `${directory}/labs/${lab}/lab.yaml` });
  return {
    files: {
      "lesson.mdx": mdx,
      ...Object.fromEntries(pictures.map(({ path, bytes }) => [path, bytes])),
      ...Object.fromEntries(
        Object.entries(written.files).map(([path, content]) => [`labs/${lab}/${path}`, content]),
      ),
    },
    checks: derived.checks,
    steps: derived.steps,
    buttons: fences.filter(({ run, file }) => run || file !== null).length,
    images: [...text.bases].toSorted(),
    remarks: [
      ...scenario.remarks,
      ...sections.flatMap((section) => section.remarks),
      ...derived.remarks,
      ...written.left.map((command) => ({
        where: "solution/steps.sh",
        what: `left out, since it waits for somebody: ${command}`,
      })),
    ],
  };
}

function pathOfPicture(
  pictures: readonly ImportedPicture[],
  section: ImportedPicture["section"],
  address: string,
): string | null {
  return pictures.find((one) => one.section === section && one.address === address)?.path ?? null;
}
