import type { LintFinding } from "../../advice/finding.ts";
import { copySources } from "../copy-sources.ts";
import type { Stage } from "../parse-dockerfile.ts";
import { type LintContext, rangeOf, rangeOfMatch } from "./lint-context.ts";

const WHY =
  "Docker then takes the name for an image and looks for it in a registry. " +
  "Write the name that stands behind AS, in a stage above this one.";

const WHY_ITSELF =
  "A stage can only copy from stages above it; they are counted from 0. " +
  "Name an earlier stage, or leave out --from if you mean a file of your own.";

/** A number at or behind the stage's own is no stage above; its own name is none either. */
const isItself = (stage: Stage, from: string): boolean =>
  from.toLowerCase() === stage.name || (/^\d{1,6}$/.test(from) && Number(from) >= stage.index);

/** COPY --from with a bare name that no stage above bears. */
export function copyFromUnknown(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    for (const instruction of stage.instructions) {
      const [source] = copySources(context.dockerfile, stage.index, instruction);
      const itself =
        instruction.keyword === "COPY" && source?.kind === "image" && isItself(stage, source.image);
      if (itself) {
        findings.push({
          rule: "copy-own-stage",
          hadolint: "DL3023",
          severity: "error",
          range: rangeOf(context, instruction, /--from\S*/i),
          message:
            source.image.toLowerCase() === stage.name || Number(source.image) === stage.index
              ? `Stage ${source.image.slice(0, 60)} copies from itself`
              : `There is no stage ${source.image.slice(0, 60)} above this one`,
          why: WHY_ITSELF,
          fix: null,
        });
        continue;
      }
      // A tag, a digest or a repository says that an image is meant.
      if (instruction.keyword !== "COPY" || source?.kind !== "image" || /[:/@$]/.test(source.image)) continue;
      const names = context.dockerfile.stages
        .slice(Math.max(0, stage.index - 20), stage.index)
        .map(({ name }) => name ?? "");
      const meant = names.find((name) => name !== "" && isTypoOf(source.image.toLowerCase(), name));
      // A single word may be an image of Docker Hub (`COPY --from=nginx`); without a stage to mean, say nothing.
      const below = context.dockerfile.stages
        .slice(stage.index)
        .some(({ name }) => name === source.image.toLowerCase());
      if (meant === undefined && !below) continue;
      const written = rangeOfMatch(context, instruction, /(?<=--from=)\S+/i);
      findings.push({
        rule: "copy-from-unknown",
        hadolint: "DL3022",
        severity: "error",
        range: written ?? rangeOf(context, instruction, /--from\S*/i),
        message: `No stage above is named ${source.image.slice(0, 60)}`,
        why: WHY,
        fix:
          meant === undefined || written === null
            ? null
            : { title: `Use ${meant}`, edits: [{ range: written, text: meant }] },
      });
    }
  }
  return findings;
}

/** One or two letters left out, doubled, changed or swapped. */
function isTypoOf(written: string, name: string): boolean {
  if (Math.abs(written.length - name.length) > 2 || Math.min(written.length, name.length) < 3) return false;
  if (written.length > 40) return false;
  let row = Array.from({ length: name.length + 1 }, (_, index) => index);
  for (let i = 1; i <= written.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= name.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (written[i - 1] === name[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[name.length] ?? 9) <= 2;
}
