import { describe, expect, it } from "vitest";
import { EVERYTHING, pickWork } from "./pick-work.ts";

const there = () => true;

describe("what a change can break", () => {
  it("is nothing but the documents' own tests where a document has changed", () => {
    const work = pickWork(["docs/operators/backup.md"], there);
    expect(work).toMatchObject({ types: false, arrows: false, real: false, content: "none", browser: false });
    expect(work.lint).toEqual(["docs/operators/backup.md"]);
    expect(work.tests).toEqual({ folders: ["cli/docs"] });
  });

  it("is what shows it, and no lab, where a component has changed", () => {
    const work = pickWork(["components/ui/seat-chip.tsx"], there);
    expect(work).toMatchObject({ types: true, arrows: true, real: false, content: "none", browser: true });
    expect(work.tests).toEqual({ folders: [] });
  });

  it("is every lab where the grader has changed, and the changed ones where only they have", () => {
    expect(pickWork(["server/grading/collectors.ts"], there).content).toBe("brief");
    expect(pickWork(["core/check/judge-stops.ts"], there).content).toBe("brief");
    expect(pickWork(["content/a/01-b/labs/c/lab.yaml"], there).content).toBe("changed labs");
  });

  it("is everything where packages or the tests' own settings have changed", () => {
    for (const file of ["package-lock.json", "vitest.config.ts", "tsconfig.json"])
      expect(pickWork([file], there)).toBe(EVERYTHING);
  });

  it("lints all files by changed rules, and no file that is gone", () => {
    expect(pickWork(["eslint.config.mjs"], there).lint).toBeNull();
    expect(pickWork(["core/errors.ts"], () => false).lint).toEqual([]);
  });

  it("asks tests on seats where seats, their host or what is built on them has changed", () => {
    for (const file of ["setup/seat-host/rules.nft", "server/seats/wake-seat.ts", "registry-door/main.ts"])
      expect(pickWork([file], there).real, file).toBe(true);
  });
});
