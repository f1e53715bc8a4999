import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { judgeStops, stopsCheck, type StopsFacts } from "./judge-stops.ts";

const check = stopsCheck.parse({ kind: "stops", id: "stops", title: "Stops", points: 10, withinSeconds: 4 });
const judge = (text: string, first: string | null, stopped: StopsFacts["stopped"]) =>
  judgeStops(check, { dockerfile: parseDockerfile(text), first, stopped });

describe("judgeStops", () => {
  it("passes what ends in time, whatever it ends with but a kill", () => {
    expect(judge('FROM a\nCMD ["x"]\n', "x", { ms: 400, exitCode: 0 }).status).toBe("passed");
    expect(judge('FROM a\nCMD ["x"]\n', "x", { ms: 400, exitCode: 143 }).status).toBe("passed");
  });

  it("passes a shell that hears the signal and passes it on", () => {
    const result = judge("FROM a\nCMD ./start.sh\n", "/bin/sh ./start.sh", { ms: 900, exitCode: 0 });
    expect(result.status).toBe("passed");
    expect(result.evidence.every((one) => one.ok)).toBe(true);
  });

  const killed = { ms: 10_200, exitCode: 137 };
  it.each<[string, string, string | null, StopsFacts["stopped"], string]>([
    ["a shell that does not", "FROM a\nCMD x --y\n", "/bin/sh -c x --y", killed, "first process is a shell"],
    ["a list in single quotes", "FROM a\nCMD ['x']\n", "/bin/sh -c ['x']", killed, "no JSON"],
    ["a program that does not listen", 'FROM a\nCMD ["x"]\n', "x", killed, "went on"],
    ["one that ends too late", 'FROM a\nCMD ["x"]\n', "x", { ms: 4100, exitCode: 0 }, "went on"],
    ["one that is killed at once", 'FROM a\nCMD ["x"]\n', "x", { ms: 100, exitCode: 137 }, "went on"],
    ["one that had ended", 'FROM a\nCMD ["x"]\n', null, null, "before it was asked"],
  ])("fails %s", (_name, text, first, stopped, words) => {
    const result = judge(text, first, stopped);
    expect(result.status).toBe("failed");
    expect(result.hint).toContain(words);
  });

  it("does not take a program whose name ends like a shell's for one", () => {
    expect(judge('FROM a\nCMD ["x"]\n', "/usr/bin/fresh --now", killed).hint).toContain("went on");
  });
});
