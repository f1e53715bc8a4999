import type { DockerfileInstruction } from "../parse-dockerfile.ts";

/** The options of each --mount of a RUN: names in lower case, `type` is `bind` where none is given. */
export function mountsOf({ flags }: DockerfileInstruction): ReadonlyMap<string, string>[] {
  return flags
    .filter(({ name }) => name === "mount")
    .slice(0, 50)
    .map(({ value }) => {
      const options = new Map([["type", "bind"]]);
      for (const option of value
        .replace(/^"(.*)"$|^'(.*)'$/s, "$1$2")
        .split(",")
        .slice(0, 50)) {
        const at = option.indexOf("=");
        options.set(
          (at < 0 ? option : option.slice(0, at)).trim().toLowerCase(),
          at < 0 ? "" : option.slice(at + 1).trim(),
        );
      }
      return options;
    });
}
