import type { ConvertedFence } from "./convert-fence.ts";
import type { MappedCheck } from "./scenario.ts";

/** Most checks that are guessed from commands: more would be noise. */
const MOST = 8;

/**
 * A source that checks nothing still says by its commands what is to be there at their end: images that are built,
 * containers that are run, volumes and networks that are made, and not removed later.
 */
export function mapCommands(fences: readonly ConvertedFence[]): MappedCheck[] {
  const there = new Map<string, MappedCheck>();
  for (const command of fences.filter(({ run }) => run).flatMap(readCommands)) {
    const built = /^docker (?:buildx |image )?build\b.*?\s(?:-t|--tag)[ =]([a-z0-9][\w./:-]*)/.exec(
      command,
    )?.[1];
    const tagged = /^docker (?:image )?tag \S+ ([a-z0-9][\w./:-]*)$/.exec(command)?.[1];
    const image = built ?? tagged;
    if (image !== undefined) {
      put(
        `image ${image}`,
        `There is an image ${image}`,
        { what: "image", name: image, is: "there" },
        `docker image rm --force ${image}`,
      );
    }
    const name = /^docker (?:container )?run\b.*?\s--name[ =]([a-zA-Z0-9][\w.-]*)/.exec(command)?.[1];
    if (name !== undefined && / (?:-[a-z]*d[a-z]*|--detach)\b/.test(command) && !/ --rm\b/.test(command)) {
      put(
        `container ${name}`,
        `The container ${name} runs`,
        { what: "container", name, is: "running" },
        `docker rm --force ${name}`,
      );
    }
    const made = /^docker (volume|network) create (?:--?\S+ )*([a-zA-Z0-9][\w.-]*)$/.exec(command);
    if (made?.[1] === "volume" && made[2] !== undefined) {
      put(
        `volume ${made[2]}`,
        `There is a volume ${made[2]}`,
        { what: "volume", name: made[2], is: "there" },
        `docker volume rm --force ${made[2]}`,
      );
    }
    if (made?.[1] === "network" && made[2] !== undefined) {
      put(
        `network ${made[2]}`,
        `There is a network ${made[2]}`,
        { what: "network", name: made[2], is: "there" },
        `docker network rm ${made[2]}`,
      );
    }
    for (const gone of /^docker (?:container )?(?:rm|stop|kill)\b(.*)$/.exec(command)?.[1]?.split(/\s+/) ??
      []) {
      there.delete(`container ${gone}`);
    }
    for (const gone of /^docker (?:rmi|image rm|volume rm|network rm)\b(.*)$/
      .exec(command)?.[1]
      ?.split(/\s+/) ?? []) {
      for (const kind of ["image", "volume", "network"]) there.delete(`${kind} ${gone}`);
    }
  }
  return [...there.values()].slice(-MOST);

  function put(
    key: string,
    title: string,
    expectation: MappedCheck["expectations"][number]["expectation"],
    undo: string,
  ) {
    there.delete(key);
    there.set(key, { title, expectations: [{ expectation, undo }] });
  }
}

/** Commands one a line: continued lines joined, those behind && apart. */
function readCommands({ code }: ConvertedFence): string[] {
  return code
    .join("\n")
    .replace(/\\\n\s*/g, " ")
    .split(/\n|&&|;/)
    .map((one) => one.trim().replace(/^\$ /, ""))
    .filter((one) => one !== "" && !one.startsWith("#"));
}
