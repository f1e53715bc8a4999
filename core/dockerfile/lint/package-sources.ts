import type { LintFinding } from "../../advice/finding.ts";
import { readCudaBase } from "../cuda-base.ts";
import { pipInstalls } from "../pip-installs.ts";
import { imageName } from "./known-bases.ts";
import { allInstructions, type LintContext, rangeOf } from "./lint-context.ts";
import { aptRequest, pipInstallAt, stepCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY_GIT =
  "Without a ref the newest commit of that day is installed, so the same files make another image next month. " +
  "Name a tag or a commit: git+https://...@v1.2.3.";
const WHY_UPGRADE =
  "It may replace what the base was tested with, and the same files make another image next month. " +
  "Take a newer tag of the base instead.";
const WHY_MUSL =
  "Alpine's C library is musl, and wheels for it are missing for this package: pip finds none, or compiles for a long time. " +
  "Begin with python:...-slim.";
const WHY_CUDA =
  "The wheel on PyPI comes with CUDA's libraries, gigabytes that a machine without an NVIDIA GPU never loads. " +
  "Without a GPU take the CPU wheels: --index-url https://download.pytorch.org/whl/cpu.";

/** Packages that have no wheels for musl at all. */
const withoutMusl = new Set([
  "torch",
  "torchvision",
  "torchaudio",
  "tensorflow",
  "jaxlib",
  "xgboost",
  "lightgbm",
  "faiss-cpu",
  "onnxruntime",
  "tensorflow-cpu",
]);

/** Where packages come from: git without a ref, an upgrade of everything, wheels that do not fit the base. */
export function packageSources(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const { rangeOf: place } = stepShell(context, instruction);
    for (const { words, parts } of stepCommands(context, instruction)) {
      const open =
        pipInstallAt(words) === null
          ? undefined
          : parts.find(
              ({ value }) =>
                /^git\+[a-z]+:\/\/(?:[^/$@]+@)?[^$@]*$/.test(value.replace(/[#].*$/, "")) &&
                !/\$/.test(value),
            );
      if (open !== undefined) {
        findings.push({
          rule: "git-without-ref",
          hadolint: "DL3013",
          severity: "warning",
          range: place(open),
          message: "Whatever is newest in this repository is installed",
          why: WHY_GIT,
          fix: null,
        });
      }
      const action = aptRequest(words)?.action ?? "";
      const [first] = parts;
      if (/^(?:dist-upgrade|full-upgrade)$/.test(action) && first !== undefined) {
        findings.push({
          rule: "apt-upgrade",
          hadolint: "DL3005",
          severity: "info",
          range: place(first),
          message: `apt-get ${action} changes the base`,
          why: WHY_UPGRADE,
          fix: null,
        });
      }
    }
  }
  return [...findings, ...wheels(context)];
}

function wheels(context: LintContext): LintFinding[] {
  const { base } = context.chain;
  const isMusl = /(?:^|[:/-])alpine/.test(base.image);
  const isPlainPython = /^(?:python|debian|ubuntu)$/.test(imageName(base.image));
  if (!isMusl && !isPlainPython) return [];
  const files = new Map((context.files ?? []).map(({ path, content }) => [path, content]));
  for (const install of pipInstalls(context, context.chain, files)) {
    const named = (test: (name: string) => boolean) => install.requirements.find(({ name }) => test(name));
    const missing = isMusl ? named((name) => withoutMusl.has(name)) : undefined;
    const range = rangeOf(context, { line: install.line, endLine: install.line }, /\bpip3?\b.*|\buv\b.*/);
    if (missing !== undefined) {
      return [
        {
          rule: "musl-wheels",
          hadolint: null,
          severity: "warning",
          range,
          message: `${missing.name} has no wheels for Alpine`,
          why: WHY_MUSL,
          fix: null,
        },
      ];
    }
    const torch = named((name) => name === "torch");
    const isElsewhere = install.addresses.length > 0 || /\+(?:cpu|cu|rocm)/.test(torch?.version ?? "");
    if (!isMusl && torch !== undefined && !isElsewhere && readCudaBase(base.image) === null) {
      return [
        {
          rule: "cuda-from-pypi",
          hadolint: null,
          severity: "info",
          range,
          message: "torch comes with CUDA, and the base is for no GPU",
          why: WHY_CUDA,
          fix: null,
        },
      ];
    }
  }
  return [];
}
