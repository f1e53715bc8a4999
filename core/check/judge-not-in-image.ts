import { z } from "zod";
import type { LayerFile } from "../image/parse-scan.ts";
import type { ImageLayer } from "../image/report.ts";
import { isEditable } from "../lab/workspace-path.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf } from "./decide.ts";
import type { CheckResult } from "./result.ts";

export const notInImageCheck = checkSchema(
  "not-in-image",
  "Certain files are in no layer of the image, even if a later layer deletes them.",
  {
    paths: z
      .array(z.string().min(1))
      .min(1)
      .describe("Paths from the image's root; `*` stands for anything in a name, `**` for any folders."),
  },
);
export type NotInImageCheck = z.infer<typeof notInImageCheck>;

export interface NotInImageFacts {
  readonly layers: readonly (ImageLayer & { readonly files: readonly LayerFile[] })[];
}

/** Looks into every own layer, not only at what is left in the end: a layer is sent to all who pull the image. */
export function judgeNotInImage(check: NotInImageCheck, facts: NotInImageFacts): CheckResult {
  const own = facts.layers.filter((layer) => layer.origin === "own");
  const findings = check.paths.map((pattern) => {
    for (const layer of own) {
      const file = layer.files.find(
        (one) => (one.kind === "file" || one.kind === "link") && isEditable(one.path, [pattern]),
      );
      if (file !== undefined) return { pattern, layer, file };
    }
    return { pattern, layer: null, file: null };
  });
  const evidence = findings.map(({ pattern, layer, file }) =>
    evidenceOf(
      pattern,
      file === null ? "in no layer" : `/${file.path}, in the layer of ${layer.createdBy.slice(0, 60)}`,
      file === null,
      layer?.line ?? null,
    ),
  );
  const first = findings.find((one) => one.file !== null);
  if (first?.file == null) return decide(check, evidence, null);
  const isDeleted = facts.layers.some((layer) =>
    layer.files.some((file) => file.kind === "whiteout" && covers(file.path, first.file.path)),
  );
  return decide(check, evidence, {
    text: isDeleted
      ? `/${first.file.path} is deleted by a later line, and still lies in the layer that brought it, for everybody who pulls the image.`
      : `/${first.file.path} is in the image, where nothing reads it.`,
    line: first.layer.line,
  });
}

const covers = (whiteout: string, path: string): boolean =>
  path === whiteout || path.startsWith(`${whiteout}/`);

export const notInImage = checkKind({
  schema: notInImageCheck,
  phase: "image",
  needsImage: true,
  judge: judgeNotInImage,
  example: `- id: left-out
  kind: not-in-image
  title: Notebooks and data stay outside
  points: 20
  paths: ["/**/*.ipynb", "/app/data/**"]`,
});
