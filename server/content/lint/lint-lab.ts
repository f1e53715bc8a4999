import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { ContentProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { labSchema } from "../../../core/lab/schema.ts";
import { COMMON_SEED, drawVariant, fillText, fillValue, type Variant,variantsSchema } from "../../../core/lab/variants.ts";
import { lintAnswers } from "./lint-answers.ts";
import { lintPassable } from "./lint-passable.ts";
import { lintYaml } from "./lint-yaml.ts";
import { type LabFolders,readLabFolders } from "./read-answers.ts";

export interface LintedLab {
  readonly problems: readonly ContentProblem[];
  /** What a student may write, as far as lab.yaml can be read. */
  readonly editable: readonly string[];
  /** Null when lab.yaml does not say it rightly. */
  readonly minutes: number | null;
}

/** @param path of the lab's folder, relative to `contentDir`: "course/01-lesson/labs/lab" */
export async function lintLab(contentDir: string, path: string): Promise<LintedLab> {
  const file = `${path}/lab.yaml`;
  const text = await readFile(join(contentDir, file), "utf8").catch(() => null);
  if (text === null) {
    const advice = "Write one; `npm run course:new lab` shows how it looks.";
    const problem = { file, line: 1, message: "this lab has no lab.yaml", advice };
    return { problems: [problem], editable: [], minutes: null };
  }
  const folders = await readLabFolders(contentDir, path);
  const variant = drawFrom(text);
  const yaml = lintYaml(text, labSchema, { prepare: (given) => fillValue(given, variant) });
  const raw = readRaw(yaml.raw);
  const checks = raw.checks.map((check, index) => ({ ...check, line: yaml.lineOf("checks", index) }));
  const problems: ContentProblem[] = [
    ...yaml.problems.map((problem) => ({ file, ...problem })),
    ...(Object.keys(variant).length === 0 ? [] : fillText(text, variant).unknown).map(({ name, line }) => ({
      file,
      line,
      message: `{{${name}}} stands for nothing`,
      advice: `"variants" has: ${Object.keys(variant).join(", ")}.`,
    })),
    ...folders.problems,
    ...unknownNames(path, folders, variant),
    ...folders.others.map((name): ContentProblem => {
      const near = nearName(name, ["starter", "solution", "right", "wrong"]);
      return {
        file: `${path}/${name}`,
        line: 1,
        message: `nothing looks at ${name}`,
        advice: `${near === null ? "" : `Did you mean ${near}/? `}A lab has lab.yaml, starter/, solution/, right/ and wrong/.`,
      };
    }),
  ];
  // Without its checks every answer would seem to be named after none.
  if (checks.length > 0) {
    const editableLine = yaml.lineOf("editable");
    problems.push(...lintAnswers({ path, checks, editable: raw.editable, editableLine }, folders));
  }
  if (yaml.data !== null) {
    const faults = lintPassable(yaml.data, folders, yaml.lineOf);
    problems.push(...faults.map((fault) => ({ file, ...fault })));
  }
  return { problems, editable: raw.editable, minutes: yaml.data?.minutes ?? null };
}

/** Placeholders in the lab's files that name nothing. */
function unknownNames(path: string, folders: LabFolders, variant: Variant): ContentProblem[] {
  // A lab without variants has no placeholders: there, braces are text.
  if (Object.keys(variant).length === 0) return [];
  const answers = (kind: string, all: LabFolders["right"]) =>
    [...all].map(([name, files]) => [`${kind}/${name}`, files] as const);
  const all = [
    ["starter", folders.starter] as const,
    ["solution", folders.solution ?? []] as const,
    ...answers("right", folders.right),
    ...answers("wrong", folders.wrong),
  ];
  return all.flatMap(([folder, files]) =>
    files.flatMap((file) =>
      fillText(file.content, variant).unknown.map(({ name, line }): ContentProblem => {
        const names = Object.keys(variant);
        const near = nearName(name, names);
        return {
          file: `${path}/${folder}/${file.path}`,
          line,
          message: `{{${name}}} stands for nothing`,
          advice: near === null ? `"variants" has: ${names.join(", ")}.` : `Did you mean {{${near}}}?`,
        };
      }),
    ),
  );
}

/** A variant of the lab; nothing where it has none, or where the schema will have something to say of it. */
function drawFrom(text: string): Variant {
  const document = parseDocument(text, { logLevel: "silent" });
  const raw: unknown = document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 100 });
  const parsed = z.looseObject({ variants: variantsSchema }).safeParse(raw);
  return parsed.success ? drawVariant(parsed.data.variants, COMMON_SEED) : {};
}

/** What can be said of a lab whatever else is wrong with its lab.yaml. */
function readRaw(raw: unknown): {
  checks: { readonly id: string; readonly kind: string }[];
  editable: string[];
} {
  const { checks, editable } = (raw ?? {}) as { checks?: unknown; editable?: unknown };
  return {
    checks: (Array.isArray(checks) ? checks : []).map((check: unknown) => {
      const { id, kind } = (check ?? {}) as { id?: unknown; kind?: unknown };
      return { id: typeof id === "string" ? id : "", kind: typeof kind === "string" ? kind : "" };
    }),
    editable: (Array.isArray(editable) ? editable : []).filter((one): one is string => typeof one === "string"),
  };
}
