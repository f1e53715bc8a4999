import type { SeatExpectation } from "../../core/lab/seat-expectation.ts";
import type { TextModel } from "./model-text.ts";
import type { MappedCheck, MappedExpectation, Remark } from "./scenario.ts";

/**
 * Checks that can all be passed at the same time. A source checks each of its steps when it is done; a lab looks once, at
 * the end: what a later step changes or takes away is left out, and told.
 */
export function dropContradictions(
  checks: readonly MappedCheck[],
  text: TextModel,
  nameOf: (section: number) => string,
  remarks: Remark[],
): MappedCheck[] {
  const all = checks.flatMap((check) =>
    check.expectations.map((one) => ({ one, section: check.sections[0] ?? 0 })),
  );
  const seen = new Set<string>();
  return checks.flatMap((check): MappedCheck[] => {
    const section = check.sections[0] ?? 0;
    const kept = check.expectations.filter((mapped) => {
      const key = JSON.stringify(mapped.expectation);
      if (seen.has(key)) return false;
      const reason = findReason(mapped, section);
      if (reason === null) seen.add(key);
      else
        remarks.push({ where: check.title, what: `not checked: ${describe(mapped.expectation)}. ${reason}` });
      return reason === null;
    });
    // A seat in which nothing was done would pass it.
    if (kept.length > 0 && kept.every(({ undo }) => undo === null)) {
      const what = `not checked: ${kept.map(({ expectation }) => describe(expectation)).join(", ")}. It is so from the start`;
      remarks.push({ where: check.title, what });
      return [];
    }
    return kept.length === 0 ? [] : [{ ...check, expectations: kept }];
  });

  function findReason({ expectation }: MappedExpectation, section: number): string | null {
    const subject = subjectOf(expectation);
    const isGone = "is" in expectation && expectation.is === "gone";
    const isThing = ["container", "image", "volume", "network"].includes(expectation.what);
    if (isThing && !isGone && !text.made.has(subject) && !text.gone.has(subject)) {
      // A part that says what to type, and not that: nobody could know. Without commands it is the reader's task.
      if (text.commanded.has(section)) return "No command of the text makes it";
      remarks.push({
        where: "solution/steps.sh",
        what: `nothing here makes ${subject}, since the text leaves it to its reader: add the command, or course:check fails`,
      });
    }
    const later = all.find(
      (other) =>
        other.section > section &&
        subjectOf(other.one.expectation) === subject &&
        contradicts(expectation, other.one.expectation, text),
    );
    if (later !== undefined)
      return `The later part ${JSON.stringify(nameOf(later.section))} asks for something else there`;
    const removed = text.gone.get(subject);
    if (!isGone && removed !== undefined && !isStopped(expectation)) {
      return `The part ${JSON.stringify(nameOf(removed))} removes it`;
    }
    const made = text.made.get(subject);
    if (isGone && made !== undefined) return `The part ${JSON.stringify(nameOf(made.section))} makes it`;
    if (
      expectation.what === "file" &&
      expectation.contains !== undefined &&
      made?.content != null &&
      !made.content.includes(expectation.contains)
    ) {
      return `The part ${JSON.stringify(nameOf(made.section))} writes the file without it`;
    }
    return null;
  }
}

const isStopped = (expectation: SeatExpectation): boolean =>
  expectation.what === "container" && expectation.is === "stopped";

/** "container web", "port 8080", "file a.txt": what an expectation is about. */
export function subjectOf(expectation: SeatExpectation): string {
  if (expectation.what === "port") return `port ${expectation.port}`;
  if (expectation.what === "file") return `file ${expectation.path}`;
  if (expectation.what === "image")
    return `image ${/:[^/]+$/.test(expectation.name) ? expectation.name : `${expectation.name}:latest`}`;
  return "name" in expectation ? `${expectation.what} ${expectation.name}` : expectation.what;
}

/** Two expectations of one subject that nothing can meet, or that a page with one text cannot. */
function contradicts(one: SeatExpectation, other: SeatExpectation, text: TextModel): boolean {
  const stateOf = (each: SeatExpectation) => ("is" in each ? each.is : null);
  if (stateOf(one) !== stateOf(other)) return true;
  if (one.what === "port" && other.what === "port") {
    return (
      one.path === other.path &&
      (one.status !== other.status ||
        (one.contains !== undefined && other.contains !== undefined && one.contains !== other.contains))
    );
  }
  if (
    one.what === "file" &&
    other.what === "file" &&
    one.contains !== undefined &&
    other.contains !== undefined
  ) {
    // Both may be in a file of which nobody knows what it will be.
    const content = text.made.get(subjectOf(one))?.content;
    return content != null && !content.includes(one.contains);
  }
  return false;
}

export function describe(expectation: SeatExpectation): string {
  const contains =
    "contains" in expectation && expectation.contains !== undefined
      ? ` with ${JSON.stringify(expectation.contains)}`
      : "";
  const is = "is" in expectation && expectation.is !== "there" ? ` is ${expectation.is}` : "";
  return `${subjectOf(expectation)}${contains}${is}`;
}
