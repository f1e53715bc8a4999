import type { TextModel } from "./model-text.ts";
import type { MappedCheck, MappedExpectation } from "./scenario.ts";

/** Most checks that are guessed: more would be noise. */
const MOST = 8;

/**
 * A source that checks nothing still says by its commands what is to be there at their end: images that are built,
 * containers and services of a compose file that are started, volumes and networks that are made, ports that it asks
 * with curl; and not removed later.
 */
export function guessChecks({ made, asked }: TextModel): MappedCheck[] {
  const checks: MappedCheck[] = [];
  const put = (title: string, section: number, expectation: MappedExpectation["expectation"], undo: string) =>
    checks.push({ title, sections: [section], expectations: [{ expectation, undo }] });
  for (const { what, name, section } of made.values()) {
    if (what === "image") {
      put(
        `There is an image ${name}`,
        section,
        { what, name, is: "there" },
        `docker image rm --force ${name}`,
      );
    } else if (what === "container") {
      put(`The container ${name} runs`, section, { what, name, is: "running" }, `docker rm --force ${name}`);
    } else if (what === "volume" || what === "network") {
      const undo = `docker ps --all --quiet --filter ${what}=${name} | xargs --no-run-if-empty docker rm --force\ndocker ${what} rm ${name}`;
      put(`There is a ${what} ${name}`, section, { what, name, is: "there" }, undo);
    }
  }
  const seen = new Set<number>();
  for (const { port, path, section } of asked) {
    // Only what a container of the text answers at its end.
    if (!made.has(`port ${port}`) || seen.has(port) || /[$`{}"'\\]/.test(path)) continue;
    seen.add(port);
    const undo = `docker ps --quiet --filter publish=${port} | xargs --no-run-if-empty docker rm --force`;
    put(`Port ${port} answers`, section, { what: "port", port, path, status: 200 }, undo);
  }
  return checks.slice(-MOST);
}
