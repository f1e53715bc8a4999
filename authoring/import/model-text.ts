import type { FolderFile } from "../../server/tools.ts";
import type { ConvertedFence } from "./convert-fence.ts";
import { fullName, inFolder, joinFolder } from "./name-places.ts";
import { type DockerCommand, readDocker, readFence, type TextCommand } from "./read-commands-of.ts";
import { basesOf, type ComposedService, projectOf, servicesOf } from "./read-images.ts";

/** What the commands of a text leave behind, and which of its sections did it. */
export interface TextModel {
  /** By "container web", "image demo:v1", "volume data", "network app", "port 8080", "file a.txt". */
  readonly made: ReadonlyMap<string, MadeThing>;
  /** What was made, and removed or stopped by a later command; with the section that does. */
  readonly gone: ReadonlyMap<string, number>;
  /** Images that the seat has to have from the start. */
  readonly bases: ReadonlySet<string>;
  readonly asked: readonly { readonly port: number; readonly path: string; readonly section: number }[];
  /** Sections that have commands. */
  readonly commanded: ReadonlySet<number>;
}

export interface MadeThing {
  readonly what: "container" | "image" | "volume" | "network" | "port" | "file";
  readonly name: string;
  /** That made it last. */
  readonly section: number;
  /** Of a container: what it publishes, mounts and joins. Of a port: its container. */
  readonly ports: readonly number[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  readonly container: string | null;
  /** Of a container: it has a folder of the machine mounted, so its answers may come from files there. */
  readonly binds: boolean;
  /** Of a file: its whole text, where it is known. */
  readonly content: string | null;
}

/** Goes through the commands of all sections in their order. @param folder name of the lab's folder in a seat */
export function modelText(
  sections: readonly (readonly ConvertedFence[])[],
  files: readonly FolderFile[],
  folder: string,
): TextModel {
  const made = new Map<string, MadeThing>();
  const gone = new Map<string, number>();
  const bases = new Set<string>();
  const asked: { port: number; path: string; section: number }[] = [];
  const texts = new Map(files.map(({ path, content }) => [path, content]));
  let where = "";
  const commanded = new Set<number>();

  const make = (what: MadeThing["what"], name: string, section: number, more: Partial<MadeThing> = {}) => {
    // A name that only the shell knows is nothing to ask for.
    if (/[$`*?{}\s]/.test(name)) return;
    made.delete(`${what} ${name}`);
    gone.delete(`${what} ${name}`);
    made.set(`${what} ${name}`, {
      what,
      name,
      section,
      ports: [],
      volumes: [],
      networks: [],
      container: null,
      binds: false,
      content: null,
      ...more,
    });
  };
  const remove = (what: MadeThing["what"], name: string, section: number) => {
    const thing = made.get(`${what} ${name}`);
    made.delete(`${what} ${name}`);
    gone.set(`${what} ${name}`, section);
    for (const port of thing?.ports ?? []) {
      made.delete(`port ${port}`);
      gone.set(`port ${port}`, section);
    }
  };
  const removeAll = (what: MadeThing["what"], section: number) => {
    for (const thing of [...made.values()]) if (thing.what === what) remove(what, thing.name, section);
  };
  const base = (name: string) => {
    const full = fullName(name);
    if (full !== null && !made.has(`image ${full}`)) bases.add(full);
  };

  for (const { content, path } of files) {
    if (/dockerfile/i.test(path)) for (const one of basesOf(content)) base(one);
    if (/(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path))
      for (const { image } of servicesOf(content)) if (image !== null) base(image);
  }
  sections.forEach((fences, section) => {
    for (const fence of fences) {
      if (fence.file !== null) {
        const content = `${fence.code.join("\n")}\n`;
        texts.set(fence.file, content);
        make("file", fence.file, section, { content });
        if (/dockerfile/i.test(fence.file)) for (const one of basesOf(content)) base(one);
        if (/compose[\w.-]*\.ya?ml$/.test(fence.file))
          for (const { image } of servicesOf(content)) if (image !== null) base(image);
      }
      for (const command of readFence(fence, section)) {
        commanded.add(section);
        follow(command);
      }
    }
  });
  return { made, gone, bases, asked, commanded };

  function follow({ words, command, section }: TextCommand): void {
    // What runs under a condition, in a loop or elsewhere is not known to have been run here.
    if (
      command.within.some((frame) =>
        ["then", "else", "loop", "case", "function", "nested", "after-or"].includes(frame),
      )
    )
      return;
    const [program = "", ...rest] = words;
    if (program === "cd") where = joinFolder(where, rest[0] ?? "");
    for (const { operator, target, body } of command.redirects) {
      if (target === null || body !== null || !/^(?:>|>>|>\||&>)$/.test(operator)) continue;
      const path = inFolder(where, target.value);
      if (path === null || !target.isLiteral) continue;
      const document = command.redirects.find((one) => one.body !== null)?.body ?? null;
      const said =
        program === "echo" && command.words.every(({ isLiteral }) => isLiteral)
          ? `${rest.filter((word) => !/^-[ne]+$/.test(word)).join(" ")}\n`
          : null;
      const text = program === "cat" ? document : said;
      const before = operator === ">>" ? (texts.get(path) ?? null) : "";
      const content = text === null || before === null ? null : before + text;
      if (content !== null) texts.set(path, content);
      make("file", path, section, { content });
      if (content !== null && /dockerfile/i.test(path)) for (const one of basesOf(content)) base(one);
    }
    if (program === "touch") for (const one of rest) keepFile(one, section);
    if (program === "rm") for (const one of rest) removeFile(one, section);
    if (program === "curl" || program === "wget" || program === "http") {
      for (const word of rest) {
        const match = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)(?::(\d{1,5}))?(\/\S*)?$/.exec(word);
        const port = Number(match?.[1] ?? 80);
        const isPlain = !rest.some((one) =>
          /^(?:-X|-d|--data.*|-F|--request|-H|-I|--head|-u|--user|-k)$/.test(one),
        );
        if (match !== null && isPlain && port <= 65_535) asked.push({ port, path: match[2] ?? "/", section });
      }
    }
    const docker = readDocker(words);
    if (docker !== null) followDocker(docker, section);
  }

  function keepFile(path: string, section: number): void {
    const inside = inFolder(where, path);
    if (inside !== null && !path.startsWith("-"))
      make("file", inside, section, { content: texts.get(inside) ?? "" });
  }

  function removeFile(path: string, section: number): void {
    const inside = inFolder(where, path);
    if (inside !== null && !path.startsWith("-")) remove("file", inside, section);
  }

  function followDocker({ verb, options, rest }: DockerCommand, section: number): void {
    const all = (...names: readonly string[]) => names.flatMap((name) => options.get(name) ?? []);
    switch (verb) {
      case "build":
        for (const tag of all("-t", "--tag")) make("image", fullName(tag) ?? tag, section);
        return;
      case "tag":
      case "image tag":
        if (rest[1] !== undefined) make("image", fullName(rest[1]) ?? rest[1], section);
        return;
      case "pull":
      case "image pull":
        for (const one of rest) {
          base(one);
          make("image", fullName(one) ?? one, section);
        }
        return;
      case "run":
      case "create": {
        const [image = ""] = rest;
        base(image);
        const [name] = all("--name");
        const isKept = all("-d", "--detach").length > 0;
        if (name === undefined || !isKept) return;
        const ports = all("-p", "--publish").flatMap((one) => {
          const port = Number(/(?:^|:)(\d{1,5}):\d{1,5}(?:\/tcp)?$/.exec(one)?.[1]);
          return Number.isInteger(port) ? [port] : [];
        });
        const volumes = all("-v", "--volume", "--mount").flatMap(
          (one) => /(?:^|src=|source=)([a-zA-Z0-9][\w.-]*)(?::|,|$)/.exec(one)?.[1] ?? [],
        );
        const binds = all("-v", "--volume", "--mount").some((one) => /^(?:[./~$]|type=bind)/.test(one));
        make("container", name, section, { ports, volumes, binds, networks: all("--network", "--net") });
        for (const port of ports) make("port", String(port), section, { container: name });
        for (const volume of volumes) if (!made.has(`volume ${volume}`)) make("volume", volume, section);
        return;
      }
      case "start":
        return;
      case "rm":
      case "stop":
      case "kill":
        for (const one of rest) {
          if (one.includes("$(") || one.includes("`")) removeAll("container", section);
          remove("container", one, section);
        }
        return;
      case "rmi":
      case "image rm":
        for (const one of rest) remove("image", fullName(one) ?? one, section);
        return;
      case "volume create":
      case "network create": {
        const name = rest.at(-1);
        if (name !== undefined) make(verb.startsWith("volume") ? "volume" : "network", name, section);
        return;
      }
      case "volume rm":
      case "network rm":
        for (const one of rest) remove(verb.startsWith("volume") ? "volume" : "network", one, section);
        return;
      case "system prune":
      case "container prune":
        for (const kind of ["network", "image"] as const)
          if (verb === "system prune" && all("-a", "--all").length > 0) removeAll(kind, section);
        return;
      case "volume prune":
        removeAll("volume", section);
        return;
      case "compose up":
      case "compose start":
        for (const service of composed(options)) {
          make("container", service.container ?? service.name, section, { ports: service.ports });
          for (const port of service.ports)
            make("port", String(port), section, { container: service.container });
        }
        return;
      case "compose down":
      case "compose stop":
      case "compose kill":
        for (const service of composed(options))
          remove("container", service.container ?? service.name, section);
        return;
      default:
    }
  }

  /** The services of the compose file that the command takes, with their containers' names. */
  function composed(options: DockerCommand["options"]): ComposedService[] {
    const given = (options.get("-f") ?? options.get("--file") ?? []).flatMap(
      (one) => inFolder(where, one) ?? [],
    );
    const names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
    const usual = names
      .map((name) => (where === "" ? name : `${where}/${name}`))
      .find((path) => texts.has(path));
    const path = given[0] ?? usual;
    const content = path === undefined ? undefined : texts.get(path);
    if (content === undefined || given.length > 1) return [];
    const inside = (path ?? "").split("/").slice(0, -1).at(-1) ?? folder;
    const [named] = [...(options.get("-p") ?? []), ...(options.get("--project-name") ?? [])];
    const project = (named ?? projectOf(content) ?? inside)
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, "")
      .replace(/^[_-]+/, "");
    return servicesOf(content).map((service) => ({
      ...service,
      container: service.container ?? `${project}-${service.name}-1`,
    }));
  }
}
