import { z } from "zod";
import { findPasswords } from "../compose/find-passwords.ts";
import { keyLines } from "../compose/line-of-key.ts";
import type { StackServiceModel } from "../compose/stack-model.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

const rule = z.enum(["no-version", "pinned-images", "no-container-name", "no-password"]);
type Rule = z.infer<typeof rule>;

const composeFileCheck = checkSchema(
  "compose-file",
  "The text of compose.yaml follows some rules. Nothing is started for this.",
  {
    rules: z
      .array(rule)
      .min(1)
      .describe(
        "no-version: without the obsolete key. pinned-images: each image has a version or a digest. no-container-name: names are compose's to give. no-password: no password in the file, and a database that asks for one.",
      ),
  },
);
export type ComposeFileCheck = z.infer<typeof composeFileCheck>;

export interface ComposeFileFacts {
  readonly file: string;
  readonly text: string;
  /** As compose resolved it. */
  readonly services: readonly StackServiceModel[];
  /** Contents of the project's files that hold a secret. */
  readonly secrets: readonly string[];
}

interface Finding {
  readonly path: readonly string[];
  readonly found: string;
  readonly hint: string;
}

/** The file keeps the rules of the check; the first thing that does not is the hint. */
export function judgeComposeFile(check: ComposeFileCheck, facts: ComposeFileFacts): CheckResult {
  const lineOf = keyLines(facts.text);
  const evidence: Evidence[] = [];
  let hint: Hint | null = null;
  for (const name of check.rules) {
    const findings = rules[name](facts).slice(0, 5);
    for (const { path, found, hint: text } of findings) {
      const line = lineOf(path);
      evidence.push({ asked: asked[name], found, ok: false, line, file: facts.file });
      hint ??= { text, line, file: facts.file };
    }
    if (findings.length === 0) {
      evidence.push({ asked: asked[name], found: "so it is", ok: true, line: null, file: facts.file });
    }
  }
  return decide(check, evidence, hint);
}

const asked: Readonly<Record<Rule, string>> = {
  "no-version": "no key version",
  "pinned-images": "every image has a version",
  "no-container-name": "containers are named by compose",
  "no-password": "no password in the file",
};

const rules: Readonly<Record<Rule, (facts: ComposeFileFacts) => Finding[]>> = {
  "no-version": ({ text }) =>
    keyLines(text)(["version"]) === null
      ? []
      : [
          {
            path: ["version"],
            found: "version:",
            hint: "`version` says nothing any more: compose reads every file by the same specification and warns about this line. Take it out.",
          },
        ],
  "pinned-images": ({ services }) =>
    services.flatMap(({ name, image, builds }): Finding[] =>
      builds || image === null || isPinned(image)
        ? []
        : [
            {
              path: ["services", name, "image"],
              found: image,
              hint: `${name} is whatever \`${image}\` means on the day it is pulled. Name a version: for a database the next one does not even read the data of the last.`,
            },
          ],
    ),
  "no-container-name": ({ services }) =>
    services.flatMap(({ name, containerName }): Finding[] =>
      containerName === null
        ? []
        : [
            {
              path: ["services", name, "container_name"],
              found: containerName,
              hint: `A container_name exists once on a machine: with it ${name} can never be two (\`--scale ${name}=2\`), nor can the project be up twice. The others reach it by the name of the service anyway.`,
            },
          ],
    ),
  "no-password": ({ text, secrets }) =>
    findPasswords(text, secrets).map(({ path, reason }) => ({
      path,
      found: reason,
      hint:
        reason === "the database asks nobody for a password"
          ? "Whoever reaches the database is its owner. Give it a password, by a file."
          : `${reason}, and the file goes into the repository. Let the file name only where the password is: \`secrets:\` with a file of its own.`,
    })),
};

/** A digest, or a tag that names a number; "latest", "stable" and no tag at all move. */
function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([\w.-]+)$/.exec(image)?.[1] ?? "";
  return /\d/.test(tag);
}

export const composeFile = checkKind({
  schema: composeFileCheck,
  phase: "stack",
  needsImage: false,
  judge: judgeComposeFile,
  example: `- id: file
  kind: compose-file
  title: Versions where they belong, and nowhere else
  points: 10
  rules: [no-version, pinned-images, no-container-name]`,
});
