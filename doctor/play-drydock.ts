import { spawn } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { removeTree } from "../server/data-dir/remove-tree.ts";
import { findSiteUser, type SystemUser } from "../server/data-dir/site-user.ts";
import { runCommand } from "../setup/run-command.ts";

/** A folder in which the user drydock attacks root, and what root stands to lose there. */
export interface Scene {
  readonly user: SystemUser;
  /** Root's, and everybody may pass through. */
  readonly folder: string;
  /** A folder of root's alone, with `secret` (0600) in it: what attacks lead root to. */
  readonly stake: string;
  /** A data folder that root has made ready for drydock. */
  readonly dataDir: string;
  /** Runs a shell script in the data folder as drydock. */
  readonly act: (script: string) => Promise<string>;
  /**
   * As drydock, exchanges two entries of the data folder without a pause as long as `work` takes: one moment "here" is
   * what it was, the next it is what "there" was. Returns how often it did.
   */
  readonly exchange: (here: string, there: string, work: () => Promise<void>) => Promise<number>;
  /** What has become of root's own, in words; empty while all of it is as it was. */
  readonly lost: () => Promise<string[]>;
}

const SECRET = "what only root may read";

/** Plays one scene in a folder of its own below `parent`, which is root's. */
export async function playDrydock<T>(parent: string, play: (scene: Scene) => Promise<T>): Promise<T> {
  const user = await findSiteUser();
  if (process.getuid?.() !== 0 || user === null)
    throw new Error("only root can be attacked here, by a user drydock");
  const folder = await mkdtemp(path.join(parent, "as-drydock-"));
  try {
    await chmod(folder, 0o755);
    const stake = path.join(folder, "stake");
    const dataDir = path.join(folder, "data");
    await mkdir(stake, { mode: 0o700 });
    await writeFile(path.join(stake, "secret"), SECRET, { mode: 0o600 });
    await mkdir(dataDir);
    await runCommand("chown", [`0:${user.gid}`, dataDir]);
    await chmod(dataDir, 0o1771);
    return await play({
      user,
      folder,
      stake,
      dataDir,
      act: (script) => runCommand("setpriv", [...as(user), "sh", "-euc", script], { cwd: dataDir }),
      exchange: (here, there, work) => exchange(user, dataDir, [here, there], work),
      lost: () => findLost(stake),
    });
  } finally {
    await removeTree(folder);
  }
}

const as = ({ uid, gid }: SystemUser) => [
  ...["--reuid", String(uid), "--regid", String(gid), "--clear-groups", "--no-new-privs"],
];

/** renameat2(2) with RENAME_EXCHANGE, which no shell has. Ends with its input, or when one of the two is gone. */
const EXCHANGE = `my ($number, $here, $there) = @ARGV; my $count = 0; $| = 1;
my $in = ""; vec($in, 0, 1) = 1;
EXCHANGE: while (1) {
  for (1 .. 200) { syscall($number + 0, -100, $here, -100, $there, 2) == 0 or last EXCHANGE; $count++ }
  print "." if $count == 200;
  last if select(my $ready = $in, undef, undef, 0);
}
print "$count\\n"; die "renameat2: $!" unless $count`;
const RENAMEAT2: Partial<Record<NodeJS.Architecture, number>> = { x64: 316, arm64: 276 };

async function exchange(
  user: SystemUser,
  folder: string,
  names: readonly [string, string],
  work: () => Promise<void>,
): Promise<number> {
  const number = RENAMEAT2[process.arch];
  if (number === undefined) throw new Error(`the number of renameat2 on ${process.arch} is not known here`);
  const child = spawn(
    "setpriv",
    [...as(user), "--pdeathsig", "KILL", "perl", "-e", EXCHANGE, String(number), ...names],
    { cwd: folder, stdio: ["pipe", "pipe", "pipe"] },
  );
  let said = "";
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  child.stdin.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const begun = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      resolve();
    });
  });
  try {
    await Promise.race([begun, ended]);
    await work();
  } finally {
    child.stdin.end();
    await ended;
  }
  const count = Number(/(\d+)\n$/.exec(said)?.[1] ?? 0);
  if (count === 0) throw new Error(`nothing was exchanged: ${complaint.trim()}`);
  return count;
}

async function findLost(stake: string): Promise<string[]> {
  const lost: string[] = [];
  const look = async (entry: string, mode: number) => {
    const found = await lstat(entry).catch(() => null);
    if (found === null) lost.push(`${path.basename(entry)} is gone`);
    else if (found.uid !== 0 || found.gid !== 0) lost.push(`${path.basename(entry)} is ${found.uid}'s`);
    else if ((found.mode & 0o7777) !== mode)
      lost.push(`${path.basename(entry)} has the mode ${(found.mode & 0o7777).toString(8)}`);
  };
  await look(stake, 0o700);
  await look(path.join(stake, "secret"), 0o600);
  const names = await readdir(stake).catch(() => []);
  const strange = names.filter((name) => name !== "secret");
  if (strange.length > 0) lost.push(`there is now ${strange.join(", ")} in root's folder`);
  const text = await readFile(path.join(stake, "secret"), "utf8").catch(() => SECRET);
  if (text !== SECRET) lost.push("secret has another content");
  return lost;
}

/** Makes root's own as it was, for a control that has lost it. */
export async function restoreStake(stake: string): Promise<void> {
  await rm(stake, { recursive: true, force: true });
  await mkdir(stake, { mode: 0o700 });
  await writeFile(path.join(stake, "secret"), SECRET, { mode: 0o600 });
}
