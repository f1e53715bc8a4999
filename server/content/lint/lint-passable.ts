import type { CheckOf, LabCheck } from "../../../core/check/lab-check.ts";
import type { FileProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import type { Lab } from "../../../core/lab/schema.ts";
import type { LabFolders } from "./read-answers.ts";

type LineOf = (...path: readonly PropertyKey[]) => number;

/** Checks that nobody can pass, or that everybody passes, and files that lab.yaml names and nobody has. */
export function lintPassable(lab: Lab, folders: LabFolders, lineOf: LineOf): FileProblem[] {
  const problems: FileProblem[] = [];
  const tell = (line: number, message: string, advice: string) => problems.push({ line, message, advice });
  const starter = folders.starter.map(({ path }) => path);
  const answered = [...new Set([...starter, ...(folders.solution ?? []).map(({ path }) => path)])];

  if (!starter.includes(lab.open)) {
    const near = nearName(lab.open, starter);
    const advice = near === null ? `It has: ${starter.join(", ") || "no file"}.` : `Did you mean ${near}?`;
    tell(lineOf("open"), `starter/ has no file ${lab.open}`, advice);
  }
  lab.editable.forEach((pattern, index) => {
    if (pattern.includes("*") || answered.includes(pattern)) return;
    const near = nearName(pattern, answered);
    if (near === null || lab.editable.includes(near)) return;
    tell(lineOf("editable", index), `there is no file ${pattern}`, `Did you mean ${near}?`);
  });
  if (lab.image !== undefined && !answered.includes("Dockerfile")) {
    const advice = "Add one, or leave the image out: then the lab is done in the terminal.";
    tell(lineOf("image"), "neither starter/ nor solution/ has a Dockerfile to build", advice);
  }
  lab.checks.forEach((check, index) => {
    const earlier = lab.checks.findIndex(({ id }) => id === check.id);
    if (earlier < index) {
      const line = lineOf("checks", index, "id");
      tell(line, `two checks have the id ${check.id}`, "Give each its own: results and wrong/ go by it.");
    }
    const fault = findFault(check, { starter, answered });
    if (fault !== null) tell(lineOf("checks", index, ...fault.at), fault.message, fault.advice);
  });
  return problems;
}

interface Fault {
  readonly at: readonly PropertyKey[];
  readonly message: string;
  readonly advice: string;
}

const COMPOSE = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

function findFault(
  check: LabCheck,
  files: { readonly starter: readonly string[]; readonly answered: readonly string[] },
): Fault | null {
  switch (check.kind) {
    case "rebuild": {
      const { path } = check.edit;
      if (files.answered.includes(path)) return null;
      const near = nearName(path, files.answered);
      const advice = near === null ? `There is: ${files.answered.join(", ")}.` : `Did you mean ${near}?`;
      return { at: ["edit", "path"], message: `there is no file ${path} to change`, advice };
    }
    case "compose-scrapes":
    case "compose-file":
    case "compose-waits":
    case "compose-reach":
    case "compose-outage":
    case "compose-keeps":
      if (COMPOSE.some((name) => files.answered.includes(name))) return null;
      return {
        at: ["kind"],
        message: "neither starter/ nor solution/ has a compose.yaml",
        advice: "Put one into solution/: this check looks at it.",
      };
    case "share-of-starter":
      if (files.starter.includes("Dockerfile")) return null;
      return {
        at: ["kind"],
        message: "the starter has no Dockerfile, so there is no size to compare with",
        advice: "Give the starter one that builds, or ask for a size with small-and-works.",
      };
    case "seat-state":
      if (!check.expect.every(isSoFromTheStart)) return null;
      return {
        at: ["expect"],
        message: "a seat in which nothing was done passes this check",
        advice: "Ask as well for something that the student has to leave there.",
      };
    default:
      return null;
  }
}

/** Also true of a seat in which nobody has typed anything. */
function isSoFromTheStart(one: CheckOf<"seat-state">["expect"][number]): boolean {
  return one.what === "containers" || ("is" in one && one.is === "gone");
}
