import { describe, expect, it } from "vitest";
import type { AttackResult } from "./attack.ts";
import { asResult, exitCode, judgeClaims, judgeLines } from "./judge.ts";
import { printAttack, printCheck, printSum } from "./print-diagnosis.ts";

const attack = { id: "a/b", title: "An attack", from: "a seat's root", expects: "It is held." } as const;

describe("judgeLines", () => {
  it("is contained when everything that was tried was refused, and what should work worked", () => {
    expect(judgeLines("noise\nworks: a pipe\nheld: mknod\n held: mount\n")).toEqual({
      contained: true,
      evidence: "mknod; mount",
      control: "a pipe",
    });
  });

  it("is not when one thing got through, whatever else was held", () => {
    expect(judgeLines("works: a pipe\nheld: mknod\nthrough: mount\nheld: dmesg")).toEqual({
      contained: false,
      evidence: "not so: through: mount",
    });
  });

  it("proves nothing by a script that says nothing", () => {
    expect(() => judgeLines("sh: not found")).toThrow("said nothing");
    expect(() => judgeLines("works: a pipe")).toThrow("said nothing");
  });

  it("proves nothing by refusals alone, nor when a control is refused as well", () => {
    expect(() => judgeLines("held: mknod")).toThrow("it has no control");
    expect(() => judgeLines("works: a pipe\nbroken: a file\nheld: mknod")).toThrow("a file does not work");
    expect(() => judgeLines("held: mknod", { "the seat answers": false })).toThrow("the seat answers");
    expect(judgeLines("held: mknod", { "the seat answers": true })).toMatchObject({ contained: true });
  });
});

describe("judgeClaims", () => {
  const control = { "its owner can": true };

  it("holds when all hold, and names those that do not", () => {
    expect(judgeClaims({ one: true, two: true }, control)).toEqual({
      contained: true,
      evidence: "one; two",
      control: "its owner can",
    });
    expect(judgeClaims({ one: true, two: false }, control)).toEqual({
      contained: false,
      evidence: "not so: two",
    });
  });

  it("does not hold for nothing", () => {
    expect(() => judgeClaims({}, control)).toThrow("nothing was claimed");
  });

  it("proves nothing without a control, or with one that does not work", () => {
    expect(() => judgeClaims({ one: true }, {})).toThrow("it has no control");
    expect(() => judgeClaims({ one: true }, { "its owner can": false })).toThrow(
      "its owner can does not work",
    );
  });

  it("is a breach even where a control does not work, and says both", () => {
    expect(judgeClaims({ one: false }, { "its owner can": false })).toMatchObject({
      contained: false,
      evidence: "not so: one (and what should work does not: its owner can)",
    });
  });
});

describe("asResult", () => {
  it("counts neither skipped nor broken-off attacks as contained", () => {
    const skipped = asResult(attack, { skipped: "this needs root" }, 1.4);
    expect(skipped).toMatchObject({ contained: false, status: "skipped", durationMs: 1 });
    expect(skipped.evidence).toBe("skipped, because this needs root");
    const absent = asResult(attack, { absent: "no KVM below /dev" }, 1);
    expect(absent).toMatchObject({ contained: false, status: "absent" });
    expect(absent.evidence).toBe("not on this machine: no KVM below /dev");
    const broken = asResult(attack, { fault: new Error("no seat") }, 1);
    expect(broken).toMatchObject({ contained: false, status: "untried" });
    expect(broken.evidence).toContain("no seat");
  });

  it("lets no control character of a seat's into the report, and not more than a page of its words", () => {
    const evidence = `\u001b]0;owned\u0007${"x".repeat(5000)}\u009b2J`;
    const result = asResult(attack, judgeClaims({ [evidence]: true }, { "a pipe": true }), 1);
    expect(result.evidence).not.toMatch(/\p{Cc}/u);
    expect(result.evidence.length).toBeLessThan(1100);
  });
});

describe("the exit code", () => {
  const results = (...statuses: AttackResult["status"][]) => ({
    checks: [],
    attacks: statuses.map((status) => ({
      ...asResult(attack, judgeClaims({ "": true }, { "a pipe": true }), 1),
      status,
      contained: status === "contained",
    })),
  });

  it.each([
    [0, ["contained", "contained"]],
    [0, ["contained", "absent"]],
    [2, ["contained", "skipped"]],
    [2, ["contained", "absent", "skipped"]],
    [1, ["skipped", "through"]],
    [2, ["absent", "absent"]],
    [1, ["contained", "through"]],
    [1, ["untried", "through"]],
    [2, ["contained", "untried"]],
    [2, ["contained", "cut"]],
    [1, ["cut", "through"]],
    [2, ["skipped", "skipped"]],
    [2, []],
  ] as const)("is %d for %j", (code, statuses) => {
    expect(exitCode(results(...statuses))).toBe(code);
  });

  it("comes with a last line that counts each kind", () => {
    expect(
      printSum(results("contained", "through", "absent", "skipped", "untried", "contained", "cut")),
    ).toBe(
      "7 attacks: 2 contained, 1 got through, 1 not on this machine, 1 skipped, 1 could not be tried, 1 not run",
    );
  });
});

describe("the lines of a report", () => {
  it("say what to do next about what is missing", () => {
    const check = { id: "disk", title: "Disk", ok: false, found: "1 GiB free", next: "Make room." };
    expect(printCheck(check)).toBe("MISS Disk: 1 GiB free\n     next: Make room.");
    expect(printCheck({ id: "disk", title: "Disk", ok: true, found: "9 GiB free" })).toBe(
      "ok   Disk: 9 GiB free",
    );
  });

  it("tell what was expected only where it did not come so", () => {
    const held = printAttack(asResult(attack, judgeClaims({ refused: true }, { "a pipe": true }), 1234));
    expect(held).toBe("ok   a/b (1.2 s) An attack\n     refused\n     control: a pipe");
    const through = printAttack(asResult(attack, { contained: false, evidence: "opened" }, 1));
    expect(through).toMatch(/^FAIL a\/b[^\n]*\n {5}expected: It is held\.\n {5}opened$/);
  });
});
