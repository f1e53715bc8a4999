import { stringify } from "yaml";
import { schemaLine } from "../scaffold/schema-line.ts";
import type { ConvertedFence } from "./convert-fence.ts";
import type { DerivedLab } from "./derive-lab.ts";
import type { Scenario } from "./scenario.ts";
import { writeSteps } from "./write-steps.ts";

/** The lab of an imported lesson: done in the terminal, judged by the state of the seat. By the path in its folder. */
export function writeLab(
  scenario: Scenario,
  derived: DerivedLab,
  options: { readonly fences: readonly ConvertedFence[]; readonly minutes: number; readonly file: string },
): { readonly files: Record<string, string>; readonly left: readonly string[] } {
  const { fences, minutes, file } = options;
  const starter = new Map(scenario.files.map(({ path, content }) => [path, content]));
  const written = fences.flatMap((fence) => (fence.file === null ? [] : [fence.file]));
  if (starter.size === 0) {
    const [first] = written;
    starter.set(first ?? "notes.md", first === undefined ? "Room for your own notes.\n" : "");
  }
  const ids = new Set<string>();
  const checks = derived.checks.map((check) => ({ ...check, id: idOf(check.title, ids, "check") }));
  const lab = {
    title: scenario.title.padEnd(3, "."),
    summary: `Done in the terminal: ${scenario.title}.`,
    minutes,
    open: starter.has("Dockerfile") ? "Dockerfile" : ([...starter.keys()][0] ?? "notes.md"),
    editable: ["**/*"],
    checks: checks.map(({ id, title, expectations }) => ({
      id,
      kind: "seat-state",
      title: title.padEnd(3, "."),
      points: 10,
      expect: expectations.map(({ expectation }) => expectation),
    })),
    ...(derived.steps.length === 0
      ? {}
      : {
          steps: derived.steps.map((title) => ({
            id: idOf(title, ids, "step"),
            title: title.padEnd(3, "."),
          })),
        }),
  };
  const ports = checks.flatMap(({ expectations }) =>
    expectations.flatMap(({ expectation }) => (expectation.what === "port" ? [expectation] : [])),
  );
  const { script, left } = writeSteps(fences, ports);
  const files: Record<string, string> = {
    "lab.yaml": `${schemaLine(file, "lab")}\n${stringify(lab, { lineWidth: 0 })}`,
  };
  if (checks.length > 0 || !script.startsWith("# The source names no")) files["solution/steps.sh"] = script;
  for (const [path, content] of starter) files[`starter/${path}`] = content;
  for (const { id, expectations } of checks) {
    files[`wrong/${id}--undone/after.sh`] = `${expectations[0]?.undo ?? "true"}\n`;
  }
  return { files, left };
}

function idOf(title: string, taken: Set<string>, otherwise: string): string {
  const base =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, "")
      .slice(0, 40)
      .replace(/-+$/, "") || otherwise;
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
