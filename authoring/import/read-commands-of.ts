import { isWrapper, readCommands } from "../../core/shell/read-commands.ts";
import type { ShellCommand } from "../../core/shell/shell-command.ts";
import type { ConvertedFence } from "./convert-fence.ts";

/** A command of the text, as the terminal gets it. */
export interface TextCommand {
  /** Program and arguments, without sudo and such. */
  readonly words: readonly string[];
  /** Every word is plain text: no variable, no pattern. */
  readonly isLiteral: boolean;
  readonly command: ShellCommand;
  /** Section of the source, counted from 0. */
  readonly section: number;
}

/** The commands that a fence's button runs, in their order; none where the shell's words are not all understood. */
export function readFence(fence: ConvertedFence, section: number): TextCommand[] {
  if (!fence.run || fence.file !== null) return [];
  return readScript(codeOf(fence), section);
}

/** What a terminal gets: transcripts begin their lines with "$ ". */
export function codeOf({ code }: ConvertedFence): string {
  const prompt = code.some((line) => /^\s*\$ /.test(line));
  return code.map((line) => (prompt ? line.replace(/^\s*\$ /, "") : line)).join("\n");
}

export function readScript(script: string, section = 0): TextCommand[] {
  return readCommands(script).commands.flatMap((command): TextCommand[] => {
    const words = command.words.map(({ value }) => value);
    let from = 0;
    while (from < words.length - 1 && isWrapper(words[from] ?? "")) from += 1;
    const plain = words
      .slice(from)
      .map((word) => (word === "docker-compose" && word === words[from] ? "docker" : word));
    if (words[from] === "docker-compose") plain.splice(1, 0, "compose");
    if (words[from] === "podman") plain[0] = "docker";
    if (plain.length === 0) return [];
    return [{ words: plain, isLiteral: command.words.every(({ isLiteral }) => isLiteral), command, section }];
  });
}

/** Options of a Docker command that take a value as the next word; every other option stands alone. */
const WITH_VALUE = new Set(
  (
    "-a --add-host --annotation --attach --blkio-weight --build-arg --build-context --cache-from --cache-to --cap-add " +
    "--cap-drop --cgroup-parent --cidfile --cpu-period --cpu-quota --cpu-shares -c --cpus --cpuset-cpus --device -d:driver " +
    "--driver --dns -e --env --env-file --entrypoint --expose --file -f --filter --format --gateway --gpus --group-add " +
    "--health-cmd --health-interval --health-retries --health-timeout --health-start-period -h --hostname --iidfile --ip " +
    "--ip-range --ipc --isolation --label -l --label-file --link --log-driver --log-opt --mac-address -m --memory " +
    "--memory-swap --mount --name --net --network --network-alias --opt -o --output --pid --pids-limit --platform " +
    "--progress --profile -p --project-name --project-directory --publish --pull --restart --runtime --scale --secret " +
    "--security-opt --shm-size --ssh --stop-signal --stop-timeout --subnet -t --tag --target --time --tmpfs -u --ulimit " +
    "--user --userns -v --volume --volume-driver --volumes-from -w --workdir -n --tail --signal -s --since --timeout"
  ).split(" "),
);
/** Letters that the command takes alone, though other commands have a value behind them. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  run: ["-t", "-d", "-f"],
  create: ["-t", "-f"],
  rm: ["-f", "-v", "-l", "-s"],
  ps: ["-a", "-n:no", "-l", "-s"],
  ls: ["-a", "-l", "-s"],
  images: ["-a"],
  exec: ["-t", "-d"],
  up: ["-d"],
  down: ["-v"],
  logs: ["-f", "-t"],
  rmi: ["-f"],
  stop: [],
  start: ["-a"],
  prune: ["-a", "-f"],
};

export interface DockerCommand {
  /** "run", "build", "compose up", "volume create", ... */
  readonly verb: string;
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** Words that are no options: for run image, command and its arguments. */
  readonly rest: readonly string[];
}

/** Takes a docker command apart; null for any other program. */
export function readDocker(words: readonly string[]): DockerCommand | null {
  if (words[0] !== "docker") return null;
  let at = 1;
  const options = new Map<string, string[]>();
  const rest: string[] = [];
  let verb = "";
  const groups = ["compose", "volume", "network", "image", "container", "buildx", "system", "builder"];
  let takesAll = false;
  const add = (name: string, value: string) => options.set(name, [...(options.get(name) ?? []), value]);
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (takesAll || !word.startsWith("-") || word === "-") {
      if (verb === "") {
        verb = word;
        continue;
      }
      if (groups.includes(verb)) {
        verb = `${verb} ${word}`;
        continue;
      }
      rest.push(word);
      // What stands behind the image of run belongs to the program in the container.
      if (/^(?:container )?(?:run|create|exec)$/.test(verb)) takesAll = true;
      continue;
    }
    const [name = "", ...value] = word.split("=");
    if (value.length > 0) {
      add(name, value.join("="));
      continue;
    }
    const short = verb.split(" ").at(-1) ?? "";
    const alone = ALONE[short] ?? [];
    if (/^-[a-zA-Z]{2,}$/.test(name)) {
      // -dp 80:80, -it, -p8080:80
      const letters = name.slice(1);
      for (const [index, letter] of Array.from(letters).entries()) {
        const flag = `-${letter}`;
        if (!WITH_VALUE.has(flag) || alone.includes(flag)) add(flag, "");
        else {
          const glued = letters.slice(index + 1);
          if (glued !== "") add(flag, glued);
          else add(flag, words[(at += 1)] ?? "");
          break;
        }
      }
    } else if (WITH_VALUE.has(name) && !alone.includes(name)) add(name, words[(at += 1)] ?? "");
    else add(name, "");
  }
  const plain = verb.replace(
    /^(?:container|image|buildx) (?=(?:run|create|exec|rm|stop|kill|start|pull|build|tag|push)$)/,
    (all) => (all.startsWith("image") && verb.endsWith("rm") ? all : ""),
  );
  return { verb: plain, options, rest };
}
