/** What a program prints, and the mistake that is usually behind it. */
const mistakes: readonly (readonly [RegExp, string])[] = [
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
  return mistakes.find(([pattern]) => pattern.test(end))?.[1] ?? null;
}
