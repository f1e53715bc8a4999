import type { ConvertedFence } from "./convert-fence.ts";
import { codeOf, readDocker, readScript } from "./read-commands-of.ts";

/** Programs that wait for somebody, or show something until they are stopped. */
const WAITS = /^(?:vim?|nano|emacs|less|more|man|top|htop|watch|ssh|tmux|screen|bash|sh|python3?|node)$/;
/** Programs that look and leave nothing behind. */
const LOOKS =
  /^(?:ls|cat|tree|pwd|whoami|date|clear|history|head|tail|wc|df|du|free|ps|env|file|less|curl|wget|grep)$/;
const DOCKER_LOOKS =
  /^(?:ps|images|logs|inspect|stats|top|port|version|info|history|search|diff|events|help|(?:container|image|volume|network|compose|system|buildx|context) (?:ls|list|inspect|logs|ps|df|history|config|images|top|version|info|stats|events|du))$/;

/** What a student types, as a script, in the order of the text: commands, and files that are put into the editor. */
export function writeSteps(
  fences: readonly ConvertedFence[],
  ports: readonly { readonly port: number; readonly path: string }[],
): {
  readonly script: string;
  /** Commands that are left out, and why. */
  readonly left: readonly string[];
} {
  const left: string[] = [];
  const parts = fences.flatMap((fence) => {
    if (fence.file !== null) {
      const folder = fence.file.includes("/") ? `mkdir -p '${fence.file.replace(/\/[^/]*$/, "")}'\n` : "";
      const end = endMark(fence.code);
      return [`${folder}cat > '${fence.file}' <<'${end}'\n${fence.code.join("\n")}\n${end}`];
    }
    if (!fence.run) return [];
    if (fence.asks !== null) return [`${fence.asks}=student`];
    return writeCommands(codeOf(fence), left);
  });
  const waits = ports.map(
    ({ port, path }) =>
      `timeout 60 sh -c 'until curl -s -o /dev/null "http://localhost:${port}${path}"; do sleep 1; done'`,
  );
  const script =
    parts.length === 0
      ? "# The source names no commands: write here what a student types.\n"
      : `# In the order of the text. npm run course:check tries it.\n${[...parts, ...waits].join("\n")}\n`;
  return { script, left };
}

/** The commands of one block. One that waits for somebody would keep the script from its end. */
function writeCommands(code: string, left: string[]): string[] {
  const commands = readScript(code);
  const alone = commands.filter(({ command }) => command.within.length === 0);
  // What is more than a list of commands stays as it is.
  if (commands.length !== alone.length || commands.length === 0) {
    const waits = commands.map(({ words }) => reasonToLeave(words)).find((reason) => reason === "waits");
    if (waits === undefined) return code.trim() === "" ? [] : [code];
    left.push(code.replace(/\s+/g, " ").slice(0, 100));
    return [];
  }
  return alone.flatMap(({ words, command }, index) => {
    const next = alone[index + 1]?.command.start ?? code.length;
    // With a here-document, which stands behind the command itself.
    const source = code
      .slice(command.start, next)
      .replace(/\s*#[^\n]*$/, "")
      .trim()
      .replace(/;$/, "");
    const writes = command.redirects.some(({ operator, body }) => operator.startsWith(">") || body !== null);
    const reason = writes ? null : reasonToLeave(words);
    if (reason === "waits") left.push(source.replace(/\s+/g, " ").slice(0, 100));
    if (reason !== null) return [];
    return [
      /^docker(?:-compose| compose)\s/.test(source) &&
      readDocker(words)?.verb === "compose up" &&
      !/\s(?:-d|--detach)\b/.test(source)
        ? `${source} -d`
        : source,
    ];
  });
}

function reasonToLeave(words: readonly string[]): "waits" | "looks" | null {
  const [program = "", ...rest] = words;
  const docker = readDocker(words);
  if (docker !== null) {
    const { verb, options } = docker;
    if (DOCKER_LOOKS.test(verb)) return "looks";
    const isDetached = options.has("-d") || options.has("--detach");
    if (/^(?:run|exec|attach|start)$/.test(verb) && !isDetached && options.has("-i") && options.has("-t"))
      return "waits";
    if (
      verb === "attach" ||
      verb === "login" ||
      (verb === "compose up" && options.has("--watch")) ||
      verb === "compose watch"
    )
      return "waits";
    // A server in the foreground never comes to its end.
    if (verb === "run" && !isDetached && (options.has("-p") || options.has("--publish") || options.has("-P")))
      return "waits";
    return null;
  }
  if (
    WAITS.test(program) &&
    rest.every((word) => !word.startsWith("-c")) &&
    (rest.length === 0 || /^(?:vim?|nano|emacs|less|more|man|top|htop|watch|ssh|tmux|screen)$/.test(program))
  )
    return "waits";
  if (program === "tail" && rest.some((word) => /^-[a-zA-Z]*f/.test(word))) return "waits";
  if (program === "exit" || program === "logout") return "looks";
  return LOOKS.test(program) &&
    !rest.some((word) => /^(?:-o|-O|--output|-X|-d|--data.*|--request)$/.test(word))
    ? "looks"
    : null;
}

function endMark(code: readonly string[]): string {
  let mark = "END_OF_FILE";
  while (code.includes(mark)) mark += "_";
  return mark;
}
