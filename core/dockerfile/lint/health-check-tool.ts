import type { LintFinding } from "../../advice/finding.ts";
import { healthCommand } from "./health-command.ts";
import { isPlainBase } from "./known-bases.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";
import { aptPackages, isApt, isPipInstall, programName, shellCommands } from "./shell-commands.ts";

const WHY_TOOL =
  "The probe runs inside the container, and a slim image has neither curl nor wget: it fails every time, and the container is unhealthy for ever. " +
  "Ask with what is there, such as python -c with urllib.request.";
const WHY_REQUESTS =
  "The probe runs inside the container with what is installed there; without the package it fails every time. " +
  "urllib.request comes with Python, and raises for 4xx and 5xx by itself.";

/** Bases that are known to have no programs for fetching. */
const isSlim = (image: string): boolean => /(^|\/)(debian|python):\S*slim|(^|\/)ubuntu(:|$)/.test(image);

/** Packages that bring requests with them. */
const brings =
  /(?:^|[\s"'])(?:mlflow|transformers|huggingface[-_]hub|datasets|docker|kaggle|wandb|tensorflow|tensorboard|jupyter(?:lab)?|notebook|streamlit|spacy|google-[\w-]{1,40}|azure-[\w-]{1,40}|requests-[\w-]{1,40}|torchvision|gradio|evaluate|langchain[\w-]{0,20}|openml|dvc|prefect|apache-airflow|tiktoken|ultralytics|sphinx|poetry|conda)(?![\w-])/m;

/** A probe with a program or package that the image has not. */
export function healthCheckTool(context: LintContext): LintFinding[] {
  const probe = healthCommand(context);
  if (probe === null) return [];
  const add = (what: string, why: string): LintFinding[] => [
    {
      rule: "health-check-tool",
      hadolint: null,
      severity: "error",
      range: rangeOf(context, probe.instruction, new RegExp(`\\b${what}\\b`)),
      message: `The probe needs ${what}, which nothing installs`,
      why,
      fix: null,
    },
  ];
  const commands = context.chain.instructions
    .filter(({ keyword }) => keyword === "RUN")
    .flatMap((instruction) => shellCommands(context, instruction));
  const tool = /(^|[\s|;&(])(curl|wget)\s/.exec(probe.text)?.[2];
  if (tool !== undefined && isSlim(context.chain.base.image)) {
    const installed = commands.some((one) => isApt(one, "install") && aptPackages(one).includes(tool));
    // A COPY from elsewhere may bring the program along.
    const copied = context.chain.instructions.some(
      // Of an installer that is run, or a whole system that is copied, nobody knows what it brings.
      ({ keyword, text, flags }) =>
        ((keyword === "COPY" || keyword === "ADD") &&
          (text.includes(tool) ||
            (flags.some(({ name }) => name === "from") &&
              /\s\/(usr)?\/?$|\/usr\/(local\/)?bin/.test(text)))) ||
        (keyword === "RUN" && new RegExp(`\\b${tool}\\b|\\.sh\\b|xargs|apt-get[^&|;]*\\$`).test(text)),
    );
    if (!installed && !copied) return add(tool, WHY_TOOL);
  }
  if (/\bimport\s+[^;"']*\brequests\b/.test(probe.text) && context.files !== null) {
    const all = context.dockerfile.stages.flatMap((stage) => stage.instructions);
    const byHand = all.some(
      (one) =>
        one.keyword === "RUN" &&
        shellCommands(context, one).some(
          (command) =>
            isPipInstall(command) && command.some((word) => /^requests\b/.test(word) || brings.test(word)),
        ),
    );
    const listed = context.files.some(
      ({ path, content }) =>
        /requirements[^/]*\.(txt|in)$|pyproject\.toml$|\.lock$|environment\.ya?ml$/.test(path) &&
        // Nothing that goes on in the next line: a list is as long as a file may be, and may be all white space.
        (/^[ \t"'-]*requests\b/m.test(content) ||
          /["']requests(?=["'\[ <>=!~;])/.test(content) ||
          brings.test(content)),
    );
    // What is installed from elsewhere may bring it: a project of its own, an environment that a stage made.
    const isUnknown =
      !isPlainBase(context.chain) ||
      all.some(
        (one) =>
          one.keyword === "RUN" &&
          shellCommands(context, one).some(
            (command) =>
              /^(?:poetry|uv|pipenv|pdm|conda|mamba|micromamba|hatch|make|sh|bash)$/.test(
                programName(command[0] ?? ""),
              ) ||
              (isPipInstall(command) && command.some((word) => /^(?:\.|git\+|https?:|\$)|\.whl$/.test(word))),
          ),
      );
    if (!byHand && !listed && !isUnknown) return add("requests", WHY_REQUESTS);
  }
  return [];
}
