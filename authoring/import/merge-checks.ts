import type { SeatExpectation } from "../../core/lab/seat-expectation.ts";
import { subjectOf } from "./drop-contradictions.ts";
import type { TextModel } from "./model-text.ts";
import type { MappedCheck, MappedExpectation } from "./scenario.ts";

/**
 * Checks of which each can fail alone: the wrong answer of one must not fail another. Where taking away what one asks for
 * takes away what another asks for (a container, and the port that it answers), the two are one check.
 */
export function mergeChecks(checks: readonly MappedCheck[], text: TextModel): MappedCheck[] {
  let merged = checks.map(withCheapestFirst);
  for (let again = true; again;) {
    again = false;
    for (const [index, check] of merged.entries()) {
      const other = merged.findIndex((each, at) => at !== index && fails(check, each));
      const partner = merged[other];
      if (partner === undefined) continue;
      const [first, second] = other < index ? [partner, check] : [check, partner];
      const both: MappedCheck = withCheapestFirst({
        title: first.title === second.title ? first.title : `${first.title}; ${second.title}`,
        sections: [...new Set([...first.sections, ...second.sections])],
        expectations: [...first.expectations, ...second.expectations],
      });
      merged = merged.flatMap((each, at) =>
        at === Math.min(index, other) ? [both] : at === Math.max(index, other) ? [] : [each],
      );
      again = true;
      break;
    }
  }
  return merged;

  /** Its wrong answer undoes the first of its expectations. */
  function withCheapestFirst(check: MappedCheck): MappedCheck {
    const cost = (one: MappedExpectation) =>
      one.undo === null
        ? Infinity
        : checks
            .flatMap(({ expectations }) => expectations)
            .filter((other) => other !== one && undoes(one.expectation, other.expectation)).length;
    const ordered = check.expectations.toSorted((one, other) => cost(one) - cost(other));
    return { ...check, expectations: ordered };
  }

  function fails(check: MappedCheck, other: MappedCheck): boolean {
    const [first] = check.expectations;
    return (
      first !== undefined &&
      first.undo !== null &&
      other.expectations.some(({ expectation }) => undoes(first.expectation, expectation))
    );
  }

  /** Whether the undoing of one (`undo`) makes the other untrue. */
  function undoes(one: SeatExpectation, other: SeatExpectation): boolean {
    if (subjectOf(one) === subjectOf(other) && !(one.what === "network" && one.connects !== undefined))
      return true;
    const containers = containersTakenBy(one);
    if (containers === null)
      return (
        other.what === "container" ||
        other.what === "port" ||
        (other.what === "network" && other.connects !== undefined)
      );
    if (other.what === "container") return containers.includes(other.name);
    if (other.what === "network") return other.connects?.some((name) => containers.includes(name)) ?? false;
    if (other.what === "port") {
      const behind = text.made.get(`port ${other.port}`)?.container ?? null;
      if (one.what === "file")
        return behind === null || text.made.get(`container ${behind}`)?.binds !== false;
      return containers.length > 0 && (behind === null || containers.includes(behind));
    }
    return false;
  }

  /** Names of the containers that go with it; null where nobody knows. */
  function containersTakenBy(one: SeatExpectation): string[] | null {
    const having = (has: (name: string) => boolean) =>
      [...text.made.values()]
        .filter((thing) => thing.what === "container" && has(thing.name))
        .map(({ name }) => name);
    switch (one.what) {
      case "container":
        return [one.name];
      case "port": {
        const behind = text.made.get(`port ${one.port}`)?.container ?? null;
        return behind === null ? null : [behind];
      }
      case "volume":
        return having((name) => text.made.get(`container ${name}`)?.volumes.includes(one.name) ?? false);
      case "network":
        if (one.connects !== undefined) return [];
        return having((name) => text.made.get(`container ${name}`)?.networks.includes(one.name) ?? false);
      default:
        return [];
    }
  }
}
