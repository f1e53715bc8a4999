import { copySources } from "../dockerfile/copy-sources.ts";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { chainOf } from "../dockerfile/stage-chain.ts";

/** Indexes of the stages that a stage takes files from, by COPY --from or a RUN's mount, also by way of others. */
export function feedingStages(dockerfile: ParsedDockerfile, index: number): number[] {
  const found = new Set<number>();
  const waiting = [index];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const instruction of chainOf(dockerfile, at)?.instructions ?? []) {
      for (const source of copySources(dockerfile, instruction.stage, instruction)) {
        if (source.kind !== "stage" || found.has(source.stage)) continue;
        found.add(source.stage);
        waiting.push(source.stage);
      }
    }
  }
  return [...found].toSorted((one, other) => one - other);
}
