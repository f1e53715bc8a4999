import { type DockerfileInstruction, findStage, type ParsedDockerfile } from "./parse-dockerfile.ts";

/** Where the bytes of an instruction come from. */
export type CopySource =
  | { readonly kind: "context" }
  | { readonly kind: "stage"; readonly stage: number }
  | { readonly kind: "image"; readonly image: string };

/**
 * Sources of a COPY, ADD or RUN in stage `inStage`: the `--from` of a COPY, every `from=` of a RUN's mounts;
 * the build context for a COPY without `--from`. A number is a stage's index; a name that no earlier stage
 * bears is an image from outside.
 */
export function copySources(
  dockerfile: ParsedDockerfile,
  inStage: number,
  instruction: DockerfileInstruction,
): CopySource[] {
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
    const from = instruction.flags.find((flag) => flag.name === "from")?.value;
    return [
      from === undefined || from === ""
        ? { kind: "context" }
        : resolveSource(dockerfile, inStage, unquote(from)),
    ];
  }
  if (instruction.keyword !== "RUN") return [];
  return instruction.flags
    .filter((flag) => flag.name === "mount")
    .map((flag) => mountFrom(flag.value))
    .filter((from) => from !== null)
    .map((from) => resolveSource(dockerfile, inStage, from));
}

function mountFrom(mount: string): string | null {
  const options = new Map(
    unquote(mount)
      .split(",")
      .map((option) => {
        const at = option.indexOf("=");
        return at === -1
          ? ([option.trim(), ""] as const)
          : ([option.slice(0, at).trim().toLowerCase(), option.slice(at + 1).trim()] as const);
      }),
  );
  // A cache mount may name a stage too, but what lies in a cache never reaches a layer by itself.
  const type = options.get("type") ?? "bind";
  const from = options.get("from");
  return type === "bind" && from !== undefined && from !== "" ? from : null;
}

function resolveSource(dockerfile: ParsedDockerfile, inStage: number, from: string): CopySource {
  const earlier = dockerfile.stages.slice(0, inStage);
  const named = findStage(earlier, from);
  if (named !== null) return { kind: "stage", stage: named };
  const index = /^\d+$/.test(from) ? Number(from) : -1;
  return index >= 0 && index < earlier.length
    ? { kind: "stage", stage: index }
    : { kind: "image", image: from };
}

function unquote(value: string): string {
  return value.replace(/^"(.*)"$|^'(.*)'$/s, "$1$2");
}
