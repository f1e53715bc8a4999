import type { LintFinding } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { rangeOf, type LintContext } from "./lint-context.ts";
import { isPipInstall, shellCommands, type ShellCommand } from "./shell-commands.ts";

const why =
  "The wheels bring CUDA's libraries along, and use those: the base's copies are some gigabytes that nobody loads. " +
  "Take a base without them (nvidia/cuda:...-base-..., or a slim Python); the driver comes from the machine either way.";

/** Requirements whose wheels carry CUDA: torch as PyPI has it, and what says so itself. */
const carries =
  /^(torch|torchvision|torchaudio)([\s[=<>~!;]|$)|^tensorflow\[[^\]]{0,60}cuda|^jax\[[^\]]{0,60}cuda|^nvidia-(cudnn|cublas|cuda)/i;
const forCpu = /\/whl\/cpu\b|\+cpu\b/;

/** The lists that a command installs from, as far as they are known. */
function listed(context: LintContext, command: ShellCommand): string[] {
  const names = command.flatMap((word, index) =>
    word === "-r" || word === "--requirement" ? [command[index + 1] ?? ""] : [],
  );
  return (context.files ?? [])
    .filter(({ path }) =>
      names.some((name) => name.slice(name.lastIndexOf("/") + 1) === path.slice(path.lastIndexOf("/") + 1)),
    )
    .map(({ content }) => content);
}

function bringsCuda(context: LintContext, instruction: DockerfileInstruction): boolean {
  return shellCommands(context, instruction).some((command) => {
    if (!isPipInstall(command) || command.some((word) => forCpu.test(word))) return false;
    if (command.some((word) => carries.test(word))) return true;
    return listed(context, command).some(
      (text) => !forCpu.test(text) && text.split(/\r?\n/).some((line) => carries.test(line.trim())),
    );
  });
}

/** A base with CUDA's libraries, and wheels that have them as well. */
export function cudaTwice(context: LintContext): LintFinding[] {
  const { base, instructions } = context.chain;
  const tag = /(?:^|\/)nvidia\/cuda:([\w.-]+)$/.exec(base.image)?.[1];
  if (tag === undefined || !/-(runtime|devel)(-|$)/.test(tag)) return [];
  if (!instructions.some((one) => one.keyword === "RUN" && bringsCuda(context, one))) return [];
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
      why,
      fix:
        small === null || !(context.lines[base.line - 1] ?? "").includes(`nvidia/cuda:${tag}`)
          ? null
          : { title: `Use nvidia/cuda:${small}`, edits: [{ range: written, text: `nvidia/cuda:${small}` }] },
    },
  ];
}
