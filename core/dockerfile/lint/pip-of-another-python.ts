import type { LintFinding } from "../../advice/finding.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";
import { aptPackages, isApt, shellCommands } from "./shell-commands.ts";

const WHY =
  "python3-pip belongs to the system's own Python and installs for that one: the other does not see a single package. " +
  "Call pip through the Python that you mean (python3.11 -m venv /opt/venv), or begin with python:3.11-slim.";

/** Python of a release, by a word in its images' tags. */
const ownPython: readonly (readonly [RegExp, string])[] = [
  [/ubuntu:?20\.04|focal/, "3.8"],
  [/ubuntu:?22\.04|jammy/, "3.10"],
  [/ubuntu:?24\.04|noble/, "3.12"],
  [/bullseye|debian:11/, "3.9"],
  [/bookworm|debian:12/, "3.11"],
  [/trixie|debian:13/, "3.13"],
];

/** A second Python from apt, together with the pip of the first. */
export function pipOfAnotherPython(context: LintContext): LintFinding[] {
  const { base, instructions } = context.chain;
  const own = /(^|\/)python:/.test(base.image)
    ? null
    : ownPython.find(([name]) => name.test(base.image))?.[1];
  if (own === undefined || own === null) return [];
  const runs = instructions.filter(({ keyword }) => keyword === "RUN");
  const commands = runs.flatMap((instruction) => shellCommands(context, instruction));
  const packages = commands.filter((one) => isApt(one, "install")).flatMap(aptPackages);
  const other = packages.find((name) => /^python3\.\d+$/.test(name) && name !== `python${own}`);
  const usesPip = commands.some(
    ([program = "", ...rest]) => /^pip3?$/.test(program) && rest.includes("install"),
  );
  const instruction = runs.find((one) => one.text.includes(other ?? "\0"));
  if (other === undefined || !packages.includes("python3-pip") || !usesPip || instruction === undefined)
    return [];
  return [
    {
      rule: "pip-of-another-python",
      hadolint: null,
      severity: "error",
      range: rangeOf(context, instruction, /\bpython3-pip\b/),
      message: `This pip installs for Python ${own}, not for ${other.replace("python", "")}`,
      why: WHY,
      fix: null,
    },
  ];
}
