import { stringify } from "yaml";
import { schemaLine } from "../scaffold/schema-line.ts";
import type { ConvertedFence } from "./convert-fence.ts";
import type { Scenario } from "./scenario.ts";

/** The lab of an imported lesson: done in the terminal, judged by the state of the seat. By the path in its folder. */
export function writeLab(
  scenario: Scenario,
  options: { readonly fences: readonly ConvertedFence[]; readonly minutes: number; readonly file: string },
): Record<string, string> {
  const { fences, minutes, file } = options;
  const starter = new Map(scenario.files.map(({ path, content }) => [path, content]));
  const written = fences.flatMap((fence) =>
    fence.file === null ? [] : [{ path: fence.file, code: fence.code }],
  );
  if (starter.size === 0) {
    const [first] = written;
    starter.set(first?.path ?? "notes.md", first === undefined ? "Room for your own notes.\n" : "");
  }
  const ids = new Set<string>();
  const checks = scenario.checks.map((check) => ({ ...check, id: idOf(check.title, ids) }));
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
      // What a lab takes at the most of one check.
      expect: expectations.slice(0, 12).map(({ expectation }) => expectation),
    })),
  };
  const files: Record<string, string> = {
    "lab.yaml": `${schemaLine(file, "lab")}\n${stringify(lab, { lineWidth: 0 })}`,
    "solution/steps.sh": steps(fences),
  };
  for (const [path, content] of starter) files[`starter/${path}`] = content;
  for (const { id, expectations } of checks) {
    files[`wrong/${id}--undone/after.sh`] = `${expectations[0]?.undo ?? "true"}\n`;
  }
  return files;
}

/** What a student types, in the order of the text: commands, and files that are put into the editor. */
function steps(fences: readonly ConvertedFence[]): string {
  const parts = fences.flatMap((fence) => {
    if (fence.file !== null) {
      const folder = fence.file.includes("/") ? `mkdir -p '${fence.file.replace(/\/[^/]*$/, "")}'\n` : "";
      return [`${folder}cat > '${fence.file}' <<'END_OF_FILE'\n${fence.code.join("\n")}\nEND_OF_FILE`];
    }
    return fence.run ? [fence.code.map((line) => line.replace(/^\$ /, "")).join("\n")] : [];
  });
  return parts.length === 0
    ? "# The source names no commands: write here what a student types.\n"
    : `# In the order of the text. Try it with npm run course:check, and take out what waits for somebody.\n${parts.join("\n")}\n`;
}

function idOf(title: string, taken: Set<string>): string {
  const base =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, "")
      .slice(0, 40)
      .replace(/-+$/, "") || "check";
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
