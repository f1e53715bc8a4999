import { dropContradictions } from "./drop-contradictions.ts";
import { guessChecks } from "./guess-checks.ts";
import { mapVerify } from "./map-verify.ts";
import { mergeChecks } from "./merge-checks.ts";
import type { TextModel } from "./model-text.ts";
import type { MappedCheck, Remark, Scenario } from "./scenario.ts";

/** What a lab judges, what its student ticks off, and what of the source's checks it does not have. */
export interface DerivedLab {
  readonly checks: readonly MappedCheck[];
  /** Titles of the steps that nobody judges. */
  readonly steps: readonly string[];
  readonly remarks: readonly Remark[];
}

/** What a lab takes at the most of one check. */
const MOST_EXPECTED = 12;

/** The lab of a source: its checks as far as they can be said and passed together, and a step for every other part. */
export function deriveLab(scenario: Scenario, text: TextModel): DerivedLab {
  const remarks: Remark[] = [];
  const mapped = scenario.sections.flatMap(({ title, verify }, section): MappedCheck[] => {
    if (verify === null) return [];
    const { expectations, unmapped } = mapVerify(verify.script, text);
    for (const { line, command } of unmapped) {
      remarks.push({ where: `${verify.file}:${line}`, what: `not checked: ${command}` });
    }
    return expectations.length === 0 ? [] : [{ title, sections: [section], expectations }];
  });
  const isChecked = scenario.sections.some(({ verify }) => verify !== null);
  if (!isChecked) {
    remarks.push({
      where: scenario.format,
      what: "it checks nothing: the lab's checks are guessed from what its commands leave behind",
    });
  }
  const nameOf = (section: number) => scenario.sections[section]?.title ?? "";
  const possible = dropContradictions(isChecked ? mapped : guessChecks(text), text, nameOf, remarks);
  const checks = mergeChecks(possible, text).map((check) => {
    if (check.expectations.length > MOST_EXPECTED) {
      const what = `${check.title}: ${check.expectations.length - MOST_EXPECTED} of what it asks is left out, since a check asks ${MOST_EXPECTED} things at the most`;
      remarks.push({ where: "lab.yaml", what });
    }
    return { ...check, expectations: check.expectations.slice(0, MOST_EXPECTED) };
  });
  const judged = new Set(checks.flatMap(({ sections }) => sections));
  const parts = scenario.sections.map(({ title, isStep }, section) => ({ title, isStep, section }));
  const left = parts.filter(({ isStep, section }) => isStep && !judged.has(section));
  const steps = checks.length > 0 || left.length > 0 ? left : parts;
  return {
    checks,
    steps: (steps.length > 0 || checks.length > 0 ? steps : [{ title: scenario.title }])
      .slice(0, 40)
      .map(({ title }) => title),
    remarks,
  };
}
