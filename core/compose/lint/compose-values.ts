import { isMap, isScalar, isSeq, type Node, visit } from "yaml";
import type { LintFinding } from "../../advice/finding.ts";
import { readAssignments } from "../../dockerfile/assignments.ts";
import { lintContext } from "../../dockerfile/lint/lint-context.ts";
import { joinPath, walkStages } from "../../dockerfile/walk-stages.ts";
import { type ComposeContext, environmentOf, nodeOf, rangeOfNode } from "./compose-context.ts";
import { dockerfileOf } from "./dockerfile-of.ts";

const WHY_DOLLAR =
  "Compose itself puts in the value of a variable, from .env or from your shell, before the container sees the text; without one it is empty. " +
  "Write $$ for a dollar sign that the container is meant to see.";
const WHY_HIDES =
  "The folder of the machine is laid over the one in the image, so what the build put there (packages, a trained model) is hidden. " +
  "Mount only the folder with your code, or make those things in another folder.";

interface Mount {
  readonly item: Node;
  readonly source: string;
  readonly target: string;
}

/** `$NAME` of a container's own environment in a command or health check, and `$` within a value. */
export function composeDollar(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const given = new Set(
    context.files
      .filter(({ path }) => /(^|\/)\.env$/.test(path))
      .flatMap(({ content }) => content.slice(0, 20_000).split(/\r?\n/))
      .map((line) => line.split("=")[0]?.trim() ?? ""),
  );
  for (const service of context.services) {
    const own = new Set(environmentOf(service).map(({ name }) => name));
    const places = [
      nodeOf(service.map, "command"),
      nodeOf(service.map, "entrypoint"),
      nodeOf(service.map, "healthcheck"),
    ];
    for (const node of places) {
      if (node === null) continue;
      visit(node, (_key, scalar) => {
        if (!isScalar(scalar) || typeof scalar.value !== "string" || findings.length >= 20) return undefined;
        const match = /(?<!\$)(?:\$\$)*\$(?:\{([A-Za-z_]\w{0,60})\}|([A-Za-z_]\w{0,60}))/.exec(scalar.value);
        const name = match?.[1] ?? match?.[2];
        if (name === undefined || !own.has(name) || given.has(name)) return undefined;
        findings.push({
          rule: "compose-dollar",
          hadolint: null,
          severity: "warning",
          range: rangeOfNode(context, scalar),
          message: `Compose puts in its own ${name} here, not the container's`,
          why: WHY_DOLLAR,
          fix: null,
        });
        return undefined;
      });
    }
    for (const { name, value, node } of environmentOf(service)) {
      const inside = /[A-Za-z0-9]\$([A-Za-z_]\w{0,60})/.exec(value)?.[1];
      if (inside === undefined || given.has(inside) || !/PASS|SECRET|TOKEN|KEY/i.test(name)) continue;
      findings.push({
        rule: "compose-dollar",
        hadolint: null,
        severity: "warning",
        range: rangeOfNode(context, node),
        message: `Compose takes $${inside} in ${name.slice(0, 60)} for a variable`,
        why: WHY_DOLLAR,
        fix: null,
      });
    }
  }
  return findings;
}

/** `.:/app` over the folder in which the image of the same service has what its build made. */
export function bindHides(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const service of context.services) {
    const list = nodeOf(service.map, "volumes");
    const text = isSeq(list) ? dockerfileOf(context, service) : null;
    const dockerfile = text === null || text.length > 20_000 ? null : lintContext(text);
    if (!isSeq(list) || dockerfile === null) continue;
    const made = madeFolders(dockerfile);
    const mounts = list.items.slice(0, 20).flatMap((item): Mount[] => {
      if (isScalar(item) && typeof item.value === "string") {
        const [source = "", target = source] = item.value.split(":");
        return [{ item, source, target }];
      }
      return isMap(item) && item.get("type") === "bind"
        ? [{ item, source: String(item.get("source")), target: String(item.get("target")) }]
        : [];
    });
    for (const { item, source, target } of mounts) {
      if (!/^\.{1,2}\/?$/.test(source) || !target.startsWith("/")) continue;
      const folder = joinPath("/", target);
      const hidden = made.find((one) => one.startsWith(`${folder}/`) || (one === folder && folder !== "/"));
      // A volume of its own lets that folder through.
      if (
        hidden === undefined ||
        mounts.some(
          (other) => other.target !== target && hidden.startsWith(other.target.replace(/\/$/, "") || "-"),
        )
      )
        continue;
      findings.push({
        rule: "bind-hides",
        hadolint: null,
        severity: "warning",
        range: rangeOfNode(context, item),
        message: `This hides ${hidden.slice(0, 60)}, which the build makes`,
        why: WHY_HIDES,
        fix: null,
      });
    }
  }
  return findings;
}

/** Folders and files of the image that come out of its build and not out of the folder that is built. */
function madeFolders(context: NonNullable<ReturnType<typeof lintContext>>): string[] {
  const made: string[] = [];
  const inImage = new Set(context.chain.instructions.map(({ line }) => line));
  walkStages(context.dockerfile, (_stage, instruction, { workdir }) => {
    if (!inImage.has(instruction.line)) return;
    const target = instruction.words.at(-1);
    const isFromStage =
      instruction.keyword === "COPY" && instruction.flags.some(({ name }) => name === "from");
    if (isFromStage && target !== undefined && !target.includes("$") && !/^(\.\/?|\/)$/.test(target)) {
      made.push(joinPath(workdir ?? "/", target));
    }
    if (instruction.keyword === "RUN" && workdir !== null) {
      if (/\bnpm (?:ci|install|i)\b(?!.*\s-g\b)|\byarn install\b/.test(instruction.text))
        made.push(`${workdir}/node_modules`);
      if (/\b(?:uv sync|poetry install)\b/.test(instruction.text) && !readsElsewhere(context))
        made.push(`${workdir}/.venv`);
    }
  });
  return made.filter((path) => !/^\/(?:usr|opt|bin|lib)(?:\/|$)/.test(path));
}

const readsElsewhere = (context: NonNullable<ReturnType<typeof lintContext>>): boolean =>
  context.chain.instructions.some(
    ({ keyword, text }) =>
      keyword === "ENV" &&
      readAssignments(keyword, text, context.dockerfile.escape).some(({ name }) =>
        /^(?:UV_PROJECT_ENVIRONMENT|VIRTUAL_ENV|POETRY_VIRTUALENVS_\w+|UV_SYSTEM_PYTHON)$/.test(name),
      ),
  ) || !context.chain.instructions.some(({ text }) => text.includes("uv sync"));
