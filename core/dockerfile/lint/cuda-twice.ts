import type { LintFinding } from "../../advice/finding.ts";
import { readCudaBase } from "../cuda-base.ts";
import { cudaInWheels } from "../cuda-in-wheels.ts";
import { pipInstalls } from "../pip-installs.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";

const WHY =
  "The wheels bring CUDA's libraries along, and use those: the base's copies are some gigabytes that nobody loads. " +
  "Take a base without them (nvidia/cuda:...-base-..., or a slim Python); the driver comes from the machine either way.";

/** A base with CUDA's libraries, and wheels that have them as well. */
export function cudaTwice(context: LintContext): LintFinding[] {
  const { base } = context.chain;
  const tag = /(?:^|\/)nvidia\/cuda:([\w.-]+)$/.exec(base.image)?.[1];
  if (tag === undefined || readCudaBase(base.image)?.brings !== "libraries") return [];
  const files = new Map((context.files ?? []).map(({ path, content }) => [path, content]));
  if (pipInstalls(context, context.chain, files).flatMap(cudaInWheels).length === 0) return [];
  // With the compiler something is to be built, which the small base could not.
  const small = /-devel/.test(tag) ? null : tag.replace(/-(cudnn\d*-)?runtime/, "-base");
  const written = rangeOf(context, { line: base.line, endLine: base.line }, /nvidia\/cuda:[\w.-]+/);
  return [
    {
      rule: "cuda-twice",
      hadolint: null,
      severity: "warning",
      range: written,
      message: "CUDA comes twice: in the base and in the wheels",
      why: WHY,
      fix:
        small === null || !(context.lines[base.line - 1] ?? "").includes(`nvidia/cuda:${tag}`)
          ? null
          : { title: `Use nvidia/cuda:${small}`, edits: [{ range: written, text: `nvidia/cuda:${small}` }] },
    },
  ];
}
