import { z } from "zod";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain } from "../dockerfile/stage-chain.ts";
import type { AlignedLayer } from "../image/align-layers.ts";
import { type FinalFile, finalFiles } from "../image/final-files.ts";
import type { LayerFile } from "../image/parse-scan.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { findTools } from "./find-tools.ts";
import { placesOfPackages } from "./python-modules.ts";
import { normalizePackage, wheelNames } from "./python-packages.ts";
import type { CheckResult, Evidence } from "./result.ts";

const multiStageCheck = checkSchema(
  "multi-stage",
  "The build has a stage whose tools are not in the final image.",
  {
    packages: z
      .array(z.string())
      .min(1)
      .describe("Python distributions that must arrive by COPY --from, not by an install in the last stage."),
    tools: z.array(z.string()).min(1).describe("Programs that must not be in the final image."),
  },
);
export type MultiStageCheck = z.infer<typeof multiStageCheck>;

export interface MultiStageFacts {
  readonly dockerfile: ParsedDockerfile;
  /** Every layer of the image, base included, with what a scan found in it. */
  readonly layers: readonly (AlignedLayer & { readonly files: readonly LayerFile[] })[];
}

interface Finding {
  readonly evidence: Evidence;
  readonly hint: Hint | null;
}

/**
 * A stage whose tools do not reach the final image. Stages are not counted but followed: each package must
 * lie in a layer that COPY --from (or a RUN with a mount from) an earlier stage made, and no tool may be left.
 */
export function judgeMultiStage(check: MultiStageCheck, facts: MultiStageFacts): CheckResult {
  const files = finalFiles(facts.layers);
  const findings = [
    judgeStages(facts.dockerfile),
    ...judgePackages(check, facts, files),
    judgeTools(check, facts, files),
  ];
  return decide(
    check,
    findings.map((finding) => finding.evidence),
    findings.find((finding) => finding.hint !== null)?.hint ?? null,
  );
}

function judgeStages(dockerfile: ParsedDockerfile): Finding {
  const names = dockerfile.stages.map((stage) => stage.name ?? String(stage.index));
  const last = dockerfile.stages.at(-1);
  const line = last?.from.line ?? null;
  const asked = "stages in the Dockerfile";
  if (names.length > 1) return { evidence: evidenceOf(asked, names.join(", "), true, line), hint: null };
  return {
    evidence: evidenceOf(asked, "one", false, line),
    hint: {
      text: "There is one stage only. Install the packages in a first stage (FROM ... AS builder) and COPY --from=builder what they became into a second one.",
      line,
    },
  };
}

function judgePackages(
  check: MultiStageCheck,
  facts: MultiStageFacts,
  files: ReadonlyMap<string, FinalFile>,
): Finding[] {
  const found = placesOfPackages(files, check.packages);
  const findings: Finding[] = [];
  // One line of evidence for each way in which packages arrived, not one for each package.
  const groups = new Map<string, { finding: (names: string) => Finding; names: string[] }>();
  for (const name of check.packages) {
    const copies = found.get(name) ?? [];
    const places = copies.map((copy) => judgePlace(facts, copy.layer, name));
    // A copy that the base image brought along proves nothing when there is one from a stage beside it.
    const own = places.filter((place) => place.origin === "own");
    const place = own.find((one) => !one.ok) ?? own[0] ?? places[0];
    const key = place?.key ?? "missing";
    const group = groups.get(key) ?? { finding: (names) => (place ?? MISSING).describe(names), names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  for (const group of groups.values()) findings.push(group.finding(group.names.join(", ")));
  return findings;
}

interface Place {
  readonly key: string;
  readonly ok: boolean;
  readonly origin: "base" | "own" | "nowhere";
  readonly describe: (names: string) => Finding;
}

const MISSING: Place = {
  key: "missing",
  ok: false,
  origin: "nowhere",
  describe: (names) => ({
    evidence: evidenceOf(`where ${names} came from`, "not in the final image", false),
    hint: {
      text: `The final image does not have ${names}. Copy the place where they were installed (a virtual environment, site-packages) from the earlier stage.`,
    },
  }),
};

function judgePlace(facts: MultiStageFacts, index: number, name: string): Place {
  const layer = facts.layers.find((one) => one.index === index);
  if (layer === undefined) return MISSING;
  const line = layer.line;
  const place = (ok: boolean, found: string, hint: (names: string) => string): Place => ({
    key: `${index} ${found}`,
    ok,
    origin: layer.origin,
    describe: (names) => ({
      evidence: evidenceOf(`where ${names} came from`, found, ok, line),
      hint: ok ? null : { text: hint(names), line },
    }),
  });
  const at = line === null ? "" : `line ${line}: `;
  if (layer.source.kind === "stage") {
    const stages = layer.source.stages.map((stage) => nameOf(facts.dockerfile, stage)).join(", ");
    const how = layer.source.run ? "RUN with a mount from" : "COPY --from";
    return place(true, `${at}${how} stage ${stages}`, () => "");
  }
  if (layer.source.kind === "base") {
    return place(
      false,
      "the base image",
      (names) => `${names} came with the base image. Start the last stage from a plain Python image.`,
    );
  }
  if (layer.source.kind === "image") {
    const image = layer.source.image;
    return place(
      false,
      `${at}copied from the image ${image}`,
      (names) => `${names} came from the image ${image}, not from a stage of this Dockerfile.`,
    );
  }
  const wheels = facts.layers.find(
    (lower) =>
      lower.index < index &&
      lower.source.kind === "stage" &&
      wheelNames(lower.files.map((file) => file.path)).has(normalizePackage(name)),
  );
  if (layer.source.kind === "run" && wheels !== undefined) {
    const from = wheels.line === null ? "" : ` (line ${wheels.line})`;
    return place(true, `${at}installed from wheels that an earlier stage built${from}`, () => "");
  }
  const chain = finalChain(facts.dockerfile);
  const last = facts.dockerfile.stages.length - 1;
  const continued = layer.made !== null && layer.made.stage !== last && (chain?.stages.length ?? 0) > 1;
  return place(
    false,
    `${at}${layer.source.kind === "context" ? "copied from the build context" : "installed by a RUN of the final image"}`,
    (names) =>
      continued
        ? `${names} were installed in a stage that the last one continues (FROM ${nameOf(facts.dockerfile, layer.made.stage)}), so everything in it is in the final image. Start the last stage from a slim image and COPY --from.`
        : `${names} were put in by the final image itself. Install them in an earlier stage and COPY --from that stage.`,
  );
}

function judgeTools(
  check: MultiStageCheck,
  facts: MultiStageFacts,
  files: ReadonlyMap<string, FinalFile>,
): Finding {
  const tools = findTools(files, check.tools);
  const asked = `${check.tools.join(", ")} in the final image`;
  const first = tools[0];
  if (first === undefined) return { evidence: evidenceOf(asked, "none of them", true), hint: null };
  const layer = facts.layers.find((one) => one.index === first.layer);
  const isBase = layer?.origin === "base";
  const line = isBase ? (finalChain(facts.dockerfile)?.base.line ?? null) : (layer?.line ?? null);
  return {
    evidence: evidenceOf(
      asked,
      tools
        .slice(0, 5)
        .map((tool) => tool.path)
        .join(", "),
      false,
      line,
    ),
    hint: {
      text: isBase
        ? `The base image of the last stage has ${first.name} in it (${first.path}). Start the last stage from a slim image.`
        : `${first.name} reached the final image (${first.path}). Install build tools in the earlier stage only.`,
      line,
    },
  };
}

function nameOf(dockerfile: ParsedDockerfile, stage: number): string {
  return dockerfile.stages[stage]?.name ?? String(stage);
}

export const multiStage = checkKind({
  schema: multiStageCheck,
  phase: "image",
  needsImage: true,
  judge: judgeMultiStage,
  example: `- id: multi-stage
  kind: multi-stage
  title: Built in two stages
  points: 20
  packages: [scikit-learn]
  tools: [gcc, make]`,
});
