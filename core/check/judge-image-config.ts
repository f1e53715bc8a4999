import { z } from "zod";
import type { DockerfileInstruction, ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain } from "../dockerfile/stage-chain.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const imageConfigCheck = checkSchema(
  "image-config",
  "The image declares its folder, its port and its command.",
  {
    workdir: z
      .boolean()
      .default(false)
      .describe("The working directory must be another than the root folder."),
    port: z.int().min(1).max(65535).optional().describe("Port that EXPOSE must name."),
    command: z.boolean().default(false).describe("A command or entrypoint of its own, not the base image's."),
  },
);
export type ImageConfigCheck = z.infer<typeof imageConfigCheck>;

export interface ImageConfigFacts {
  readonly dockerfile: ParsedDockerfile;
  readonly workdir: string;
  /** "8000/tcp" */
  readonly exposedPorts: readonly string[];
}

/** Looks at the image's configuration, wherever in the chain of stages it was set. */
export function judgeImageConfig(check: ImageConfigCheck, facts: ImageConfigFacts): CheckResult {
  const evidence: Evidence[] = [];
  const hints: Hint[] = [];
  const end = facts.dockerfile.stages.at(-1)?.endLine ?? null;
  if (check.workdir) {
    const line = lastOf(facts.dockerfile, "WORKDIR")?.line ?? null;
    const ok = facts.workdir !== "" && facts.workdir !== "/";
    evidence.push(evidenceOf("working directory", facts.workdir === "" ? "/" : facts.workdir, ok, line));
    if (!ok) {
      hints.push({
        text: "The service works in the root folder of the image, among the system's own files. Give it a folder of its own before the first COPY.",
        line: line ?? end,
      });
    }
  }
  if (check.port !== undefined) {
    const line = lastOf(facts.dockerfile, "EXPOSE")?.line ?? null;
    const ok = facts.exposedPorts.includes(`${check.port}/tcp`);
    const found = facts.exposedPorts.length === 0 ? "none" : facts.exposedPorts.join(", ");
    evidence.push(evidenceOf("ports that the image names", found, ok, line));
    if (!ok) hints.push({ text: portHint(check.port, facts.exposedPorts), line: line ?? end });
  }
  if (check.command) {
    const command = lastOf(facts.dockerfile, "CMD") ?? lastOf(facts.dockerfile, "ENTRYPOINT");
    const ok = command !== null;
    evidence.push(
      evidenceOf("command", ok ? command.text.slice(0, 200) : "the base image's", ok, command?.line ?? null),
    );
    if (!ok)
      hints.push({
        text: "The image does not say what to start: it has the base image's command.",
        line: end,
      });
  }
  return decide(check, evidence, hints[0] ?? null);
}

function portHint(port: number, found: readonly string[]): string {
  if (found.length === 0) return `The image does not say that its service listens on port ${port}.`;
  if (found.includes(`${port}/udp`)) return `The image names port ${port} for UDP. A web service speaks TCP.`;
  return `The image names ${found.join(", ")}; the service listens on ${port}.`;
}

function lastOf(dockerfile: ParsedDockerfile, keyword: string): DockerfileInstruction | null {
  return finalChain(dockerfile)?.instructions.findLast((one) => one.keyword === keyword) ?? null;
}

export const imageConfig = checkKind({
  schema: imageConfigCheck,
  phase: "image",
  needsImage: true,
  judge: judgeImageConfig,
  example: `- id: describes
  kind: image-config
  title: Says where it works and on which port
  points: 30
  workdir: true
  port: 8000
  command: true`,
});
