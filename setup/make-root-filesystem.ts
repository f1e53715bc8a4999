import { rm } from "node:fs/promises";
import type { DebianMirror } from "./packages/find-mirror.ts";
import { retry } from "./retry.ts";
import { runCommand } from "./run-command.ts";

export interface RootFilesystem {
  readonly release: string;
  readonly packages: readonly string[];
  readonly mirror: DebianMirror;
  /** Files of this repository and where they go; no blanks in either. */
  readonly files: readonly { readonly source: string; readonly target: string; readonly mode: string }[];
  /** Shell lines that run inside the new system before the files are put there. */
  readonly prepare?: readonly string[];
  /** Shell lines that run inside the new system at the end. */
  readonly finish?: readonly string[];
  readonly tar: string;
  /** Folder for the unpacked system, on a disk with a gigabyte to spare. */
  readonly work: string;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** A slim Debian as a tar of its root, by mmdebstrap, from the machine's own mirror. */
export async function makeRootFilesystem(options: RootFilesystem): Promise<void> {
  const { release, mirror } = options;
  const hooks = options.files.flatMap(({ source, target, mode }) => [
    `--customize-hook=upload ${source} ${target}`,
    `--customize-hook=chmod ${mode} "$1${target}"`,
  ]);
  const inside = (line: string) => `--customize-hook=chroot "$1" sh -c ${quote(line)}`;
  const prepare = (options.prepare ?? []).map(inside);
  const finish = (options.finish ?? []).map(inside);
  await retry(
    async () => {
      await rm(options.tar, { force: true });
      // In namespaces of its own: killed at any point, it leaves no process and no mount.
      await runCommand(
        "setpriv",
        [
          ...["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child=KILL"],
          ...["--mount-proc", "mmdebstrap"],
          "--variant=minbase",
          '--aptopt=APT::Install-Recommends "false"',
          '--aptopt=Acquire::Retries "5"',
          "--dpkgopt=path-exclude=/usr/share/doc/*",
          "--dpkgopt=path-exclude=/usr/share/man/*",
          "--dpkgopt=path-exclude=/usr/share/locale/*",
          "--dpkgopt=path-exclude=/usr/share/info/*",
          `--include=${options.packages.join(",")}`,
          ...prepare,
          ...hooks,
          ...finish,
          release,
          options.tar,
          `deb ${mirror.main} ${release} main`,
          `deb ${mirror.main} ${release}-updates main`,
          `deb ${mirror.security} ${release}-security main`,
        ],
        {
          onLine: (line) => {
            // Its steps; not its hooks, not its settings.
            if (/^I: (running apt-get|downloading|extracting|installing|creating)|^E: /.test(line))
              options.report(line.slice(3).replace(/\.\.\.$/, ""));
          },
          environment: { TMPDIR: options.work },
          // unshare does not heed SIGTERM.
          killSignal: "SIGKILL",
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        },
      );
    },
    { times: 4, report: options.report, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
