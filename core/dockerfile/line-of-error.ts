import type { DockerfileInstruction, ParsedDockerfile } from "./parse-dockerfile.ts";

/**
 * The line that an engine's message without one speaks of: the instruction that has what the message quotes. Null
 * when none has it, or when the message quotes nothing.
 */
export function lineOfError(dockerfile: ParsedDockerfile, error: string): number | null {
  const tokens = [
    ...[...error.slice(0, 4000).matchAll(/["'“‘]([^"'“”‘’\n]{2,200})["'”’]/g)].map((match) => match[1] ?? ""),
    ...[
      ...error
        .slice(0, 4000)
        .matchAll(
          /(?:unknown flag|stage|value|image|port|duration|user|variable|argument|source)s?:? ([^\s,:"']{1,100})/gi,
        ),
    ].map((match) => match[1] ?? ""),
  ].map((token) => token.trim());
  const keyword =
    /\b(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\b/.exec(
      error,
    )?.[1];
  const all = dockerfile.stages.flatMap((stage) => [
    {
      keyword: "FROM",
      line: stage.from.line,
      text: `${stage.from.platform ?? ""} ${stage.from.written} ${stage.from.image} ${stage.name ?? ""}`,
    },
    ...stage.instructions.map((instruction) => ({
      keyword: instruction.keyword,
      line: instruction.line,
      text: written(instruction),
    })),
  ]);
  for (const token of tokens.sort((a, b) => b.length - a.length).slice(0, 20)) {
    const named = all.filter(({ text }) => text.toLowerCase().includes(token.toLowerCase()));
    const found = named.find((one) => one.keyword === keyword) ?? named[0];
    if (found !== undefined) return found.line;
  }
  const ofKind = all.filter((one) => one.keyword === keyword);
  return ofKind.length === 1 ? (ofKind[0]?.line ?? null) : null;
}

const written = ({ flags, text }: DockerfileInstruction): string =>
  `${flags.map(({ name, value }) => `--${name}=${value}`).join(" ")} ${text.slice(0, 4000)}`;
