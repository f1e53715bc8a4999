import { describe, expect, it } from "vitest";
import { blankSyntax } from "./blank-syntax.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

describe("blankSyntax", () => {
  it("leaves a file without the line as it is", () => {
    expect(blankSyntax("FROM a\n# syntax=docker/dockerfile:1\n").status).toBe("unchanged");
  });

  it.each(["docker/dockerfile:1", "docker/dockerfile", "docker.io/docker/dockerfile:1.7-labs"])(
    "blanks %s and keeps every line where it was",
    (frontend) => {
      const decision = blankSyntax(`# syntax=${frontend}\nFROM a\nRUN b\n`);
      if (decision.status !== "blanked") throw new Error(decision.status);
      expect(decision.line).toBe(1);
      const parsed = parseDockerfile(decision.text);
      expect(parsed.syntax).toBeNull();
      expect(parsed.stages[0]?.instructions[0]?.line).toBe(3);
    },
  );

  it("keeps an escape directive alive", () => {
    const decision = blankSyntax("# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN one `\n two\n");
    if (decision.status !== "blanked") throw new Error(decision.status);
    expect(parseDockerfile(decision.text).escape).toBe("`");
    expect(decision.text.split("\n")).toHaveLength(6);
  });

  it.each(["evil.example/frontend:1", "docker/dockerfile-evil:1", "tonistiigi/dockerfile:runmount"])(
    "refuses %s and names the line",
    (frontend) => {
      const decision = blankSyntax(`# escape=\\\n# syntax=${frontend}\nFROM a\n`);
      if (decision.status !== "unknown") throw new Error(decision.status);
      expect(decision.line).toBe(2);
      expect(decision.message).toContain(frontend);
    },
  );
});
