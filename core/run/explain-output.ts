/** What a program prints, and the mistake that is usually behind it. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [
    /exec (\S{0,100}(?:venv|env)\/bin\/[\w.-]{1,60}): no such file/,
    "The program is there, and its first line names a Python that is not: the virtual environment was moved, or made with a Python in another folder. Make it in the folder where it is used (`/opt/venv` in both stages), on the same base.",
  ],
  [
    /exec (\/[\w./-]{1,100})(?<!\.sh|\.py): no such file or directory/,
    "Either the file is not in the image, or what it needs to start is not: a program that was linked dynamically does not run in scratch or on Alpine. Link it statically, or take the base that it was built on.",
  ],
  [
    /(?:exec:?|starting container process caused)[^\n]{0,200}[“”‘’]/,
    'The quotes are curly, as a text processor writes them: type them again as ".',
  ],
  [
    /Invalid value for '?--?[\w-]{1,40}'?[^\n]{0,40}'\$\{?\w{1,40}\}?'|['"]\$\{?(?:PORT|HOST)\}?['"] is not a valid|invalid literal for int\(\) with base 10: '\$/,
    'No shell put in the value of the variable, because the command is a list: write `CMD exec program --port $PORT`, or `["sh", "-c", "exec program --port $PORT"]`.',
  ],
  [
    /max depth exceeded/,
    "The image has more layers than Docker takes (about 125): join RUN lines that belong together.",
  ],
  [
    /Segmentation fault|\bSIGSEGV\b|exit(?:ed with)? code:? 139\b/,
    "A library of native code crashed (139): often its wheel was built for another processor or another version of a library it works with.",
  ],
  [
    /Permission ?(?:E|e)rror[^\n]{0,60}'\/(?:\.cache|\.config|\.local|\.matplotlib|nonexistent)|PermissionError: \[Errno 13\][^\n]{0,60}'\/(?:\.|nonexistent)/,
    "The user has no home folder that it may write to: make one (`useradd --create-home`), or point HOME or the program's cache to a folder of the user.",
  ],
  [
    /: (?:\d+: )?\[['"]?[\w./-]{1,60}['"]?,?: (?:command )?not found/,
    'The shell was given a list that is no JSON: write CMD and RUN lists with double quotes, `["program", "argument"]`.',
  ],
  [
    /\$?'?\\r'?: (?:command )?not found|\^M: bad interpreter|\/(?:bash|sh|python3?)\r: |env: [‘'](?:bash|sh|python3?)\\r[’']/,
    "The lines of the script end as Windows writes them (CRLF): save it with LF line ends.",
  ],
  [
    /exec ([\w./-]{1,100}\.(?:sh|py)): no such file or directory|: (?:\d+: )?(\.{0,2}\/[\w./-]{1,100}\.(?:sh|py)): not found/,
    "A script that is there and is *not found* names a program in its first line that is not there: often its lines end as Windows writes them (CRLF), or it asks for bash where only sh is.",
  ],
  [
    /exec ([\w./-]{1,100}): exec format error/,
    "The first line of the script must name the program that reads it (`#!/bin/sh`), or the program is made for another kind of processor.",
  ],
  [
    /: ([\w./-]{1,100}): Permission denied|exec: \\?"([\w./-]{1,100})\\?": permission denied/,
    "The file may not be executed by this user: `COPY --chmod=755`, or start it with its program (`sh start.sh`).",
  ],
  [
    /PermissionError: \[Errno 13\][^\n]{0,40}'\/root/,
    "What lies in /root only root can read: install into /opt/venv or with --prefix, and copy that.",
  ],
  [
    /E: Unable to locate package|E: Package '[^'\n]{1,60}' has no installation candidate/,
    "apt knows no packages before an `apt-get update` in the same RUN; after it, the name may be wrong.",
  ],
  [
    /Do you want to continue\? \[Y\/n\] ?\r?\n?\s*Abort/,
    "apt asked whether to go on and nobody answered: `apt-get install -y`.",
  ],
  [
    /are you root\?|Permission denied\) ?E: Unable to lock directory/,
    "apt needs root: put this RUN above the USER line.",
  ],
  [
    /Could not open requirements file: \[Errno 2\]/,
    "pip looks for the list in the image: COPY it above this RUN, to the folder of WORKDIR.",
  ],
  [
    /(?:error: command '[\w./-]{0,40}(?:gcc|cc|g\+\+)' failed: No such file|unable to execute '[\w-]{0,40}gcc')/,
    "A package has to be compiled and the image has no compiler: install gcc in a stage before the last, or take a version that has a wheel.",
  ],
  [
    /(?:PermissionError: \[Errno 13\]|Permission denied)[^\n]{0,60}'\/(?:data|models?|app|workspace|srv|var|mnt)\b/,
    "The user may not write there. A new named volume takes its owner from the folder of the image: make the folder and `chown` it in the Dockerfile, then delete the old volume.",
  ],
  [
    /ModuleNotFoundError: No module named '(?:app|main|src|server|api|train|models?|utils|config|core|lib|service|services|predict|inference|routers?|tests?)(?:\.[\w.]{1,60})?'/,
    "This looks like a file or folder of yours, not a package: is it copied into the image, and is WORKDIR the folder that it lies in?",
  ],
  [
    /ModuleNotFoundError: No module named '([\w.]{1,60})'/,
    "The package is not in this image: is it in the list that is installed, and is it copied from the stage that installed it (`COPY --from=...`)?",
  ],
  [
    /([\w+.-]{1,60}\.so[\d.]{0,12}): cannot open shared object file/,
    "A library of the system is missing, which slim images leave out: install the package that has it with apt-get.",
  ],
  [
    /(?:localhost|127\.0\.0\.1)[^\n]{0,60}(?:5432|6379|3306|27017)[^\n]{0,80}[Cc]onnection refused|[Cc]onnection refused[^\n]{0,120}(?:localhost|127\.0\.0\.1)[^\n]{0,40}(?:5432|6379|3306|27017)/,
    "In a container localhost is that container: name the other service as compose.yaml does (`db:5432`).",
  ],
  [
    /(?:[Cc]ould not resolve host:? |resolve (?:host address )?[‘'"]|[Ff]ailed to resolve '|host='|lookup )['"]?[\w-]{1,60}\.[\w.-]{2,100}|Temporary failure resolving '[\w-]{1,60}\.[\w.-]{2,100}/,
    "That address on the internet cannot be reached from here: builds and containers reach only the base images, the package index (PyPI) and Debian's packages. Put the file into the lab's folder and COPY it.",
  ],
  [
    /could not translate host name|Temporary failure in name resolution|Name or service not known/,
    "The name of another service is known only in a network that both are in: with Compose, the service's own name.",
  ],
];

/**
 * The mistake that is usually behind what a program printed, one sentence; null when it is none of the well-known
 * ones. Looks at the end: what stopped the program is among its last words.
 */
export function explainOutput(output: string): string | null {
  const end = output.slice(-4000);
  const versions =
    /Could not find a version that satisfies the requirement (\S{1,100})[^\n]{0,60}\(from versions: ([^)\n]{1,3000})\)/.exec(
      end,
    );
  if (versions?.[1] !== undefined && versions[2] !== undefined) {
    const all = versions[2].split(", ");
    return versions[2] === "none"
      ? `The package index has nothing named ${versions[1]} that fits this Python: look at the name, and at the Python's version.`
      : `There is no ${versions[1]} for this Python. The versions that are there: ${all.slice(-8).join(", ")}.`;
  }
  return mistakes.find(([pattern]) => pattern.test(end))?.[1] ?? null;
}
