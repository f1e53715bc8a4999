import { chmod, lchown, link, lstat, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureRootFolder } from "../../server/data-dir/ensure-root-folder.ts";
import { prepareDataDirectory } from "../../server/data-dir/prepare-data-directory.ts";
import { removeTree } from "../../server/data-dir/remove-tree.ts";
import type { Attack, Verdict } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { playDrydock, restoreStake, type Scene } from "../play-drydock.ts";

const FROM = "the user drydock";
const DELETIONS = 80;
/** How often root does it while drydock exchanges. A walk by paths is led astray within a few dozen. */
const ROUNDS = 40;
/** Rounds of the control at most: on a busy machine the exchange meets its moment more seldom. */
const CONTROL_ROUNDS = 3000;

/** Plays the scene where there is a root to attack. */
export async function play(scene: (scene: Scene) => Promise<Verdict>): Promise<Verdict> {
  if (process.getuid?.() !== 0) return { skipped: "root is attacked, and the doctor does not run as root" };
  return await playDrydock(tmpdir(), scene);
}

/** Claims about the wall, and what shows that it was really attacked. */
export const judgeRoot = (
  claims: Readonly<Record<string, boolean>>,
  control: Readonly<Record<string, boolean>>,
): Verdict => judgeClaims(claims, control);

/** Code that runs as the site's user, against what root does in DATA_DIR at every start. */
export const siteUser: readonly Attack[] = [
  {
    id: "drydock/exchanged-folder",
    title: "Exchange a folder for a link while root gives DATA_DIR to its user",
    from: FROM,
    expects: "Root gives what it has a handle on; a folder outside stays root's.",
    loud: true,
    run: () =>
      play(async ({ dataDir, stake, user, act, exchange, lost }) => {
        await act(`mkdir here; ln -s ${stake} there; for n in $(seq 30); do echo $n > here/$n; done`);
        const entry = path.join(dataDir, "here");
        const byPath = await countRounds(CONTROL_ROUNDS, exchange, async () => {
          await giveByPath(entry, user);
          return (await lost()).length > 0;
        });
        await restoreStake(stake);
        const made = await exchange("here", "there", async () => {
          for (let round = 0; round < ROUNDS; round += 1) await prepareDataDirectory(dataDir, user);
        });
        const gone = await lost();
        return judgeRoot(
          { [`root's folder is as it was ${gone.join(", ")}`.trim()]: gone.length === 0 },
          {
            [`${made} exchanges in ${ROUNDS} starts`]: made > ROUNDS,
            [`a walk by paths is led astray (${byPath ?? "not"} rounds)`]: byPath !== null,
          },
        );
      }),
  },
  {
    id: "drydock/exchanged-deletion",
    title: "Exchange a folder for a link while root deletes it",
    from: FROM,
    expects: "Root deletes what it has a handle on; nothing outside is deleted.",
    loud: true,
    run: () =>
      play(async ({ dataDir, stake, act, exchange, lost }) => {
        const entry = path.join(dataDir, "here");
        let made = 0;
        const once = async (remove: () => Promise<void>) => {
          await act(`rm -rf here there; ln -s ${stake} there
            mkdir here here/deep; for n in $(seq 60); do echo $n > here/deep/$n; done`);
          made += await exchange("here", "there", () => remove().catch(() => undefined));
          return (await lost()).length > 0;
        };
        let byPath = 0;
        while (byPath < DELETIONS && !(await once(() => rm(entry, { recursive: true, force: true }))))
          byPath += 1;
        await restoreStake(stake);
        made = 0;
        let gone = false;
        for (let round = 0; round < DELETIONS / 4 && !gone; round += 1)
          gone = await once(() => removeTree(entry));
        return judgeRoot(
          { "root's folder is as it was": !gone },
          {
            [`${made} exchanges during ${DELETIONS / 4} deletions`]: made > 0,
            [`a deletion by paths is led astray (after ${byPath} others)`]: byPath < DELETIONS,
          },
        );
      }),
  },
  {
    id: "drydock/second-names",
    title: "Have a second name of root's file, a pipe or a link given away, or root waiting for it",
    from: FROM,
    expects: "Root gives folders and files with one name alone, and opens nothing to see what it is.",
    run: () =>
      play(async ({ dataDir, stake, user, act, lost }) => {
        const secret = path.join(stake, "secret");
        await act(
          `mkfifo pipe; mkdir deep; mkfifo deep/pipe; ln -s ${secret} deep/link; ln -s ${stake} link`,
        );
        // Where the kernel protects hard links drydock cannot make one; root makes it here, as another kernel lets drydock.
        await link(secret, path.join(dataDir, "deep", "second"));
        await writeFile(path.join(dataDir, "deep", "left-by-root"), "x", { mode: 0o604 });
        await prepareDataDirectory(dataDir, user);
        const gone = await lost();
        const given = await lstat(path.join(dataDir, "deep", "left-by-root"));
        return judgeRoot(
          { [`root's file is as it was ${gone.join(", ")}`.trim()]: gone.length === 0 },
          {
            "what root has left there is the site's":
              given.uid === user.uid && (given.mode & 0o777) === 0o600,
          },
        );
      }),
  },
  {
    id: "drydock/seat-host-folder",
    title: "Be there first with a seat-host folder, or a link of that name",
    from: FROM,
    expects: "Root refuses a folder that is not root's, and a path that others can change.",
    run: () =>
      play(async ({ folder, dataDir, stake, user, act, lost }) => {
        const refuses = (work: Promise<void>) =>
          work.then(
            () => false,
            () => true,
          );
        const at = path.join(dataDir, "seat-host");
        const make = (directory: string) => ensureRootFolder(directory, 0o751, user);
        await act(`ln -s ${stake} seat-host`);
        const link = (await refuses(make(at))) && (await refuses(prepareDataDirectory(dataDir, user)));
        await act("rm seat-host; mkdir seat-host");
        const own = (await refuses(make(at))) && (await refuses(prepareDataDirectory(dataDir, user)));
        await act("rmdir seat-host; mkdir -m 777 deep");
        const below = await refuses(make(path.join(dataDir, "deep", "seat-host")));
        const open = path.join(folder, "open");
        await mkdir(open);
        await chmod(open, 0o777);
        const everybody = await refuses(make(path.join(open, "drydock", "seat-host")));
        await make(at);
        const moved = await act("mv seat-host away 2>/dev/null && echo moved || echo held");
        const gone = await lost();
        return judgeRoot(
          {
            "a link is refused": link,
            "a folder of drydock's is refused": own,
            "a path below a folder of drydock's is refused": below,
            "a path below a folder of everybody's is refused": everybody,
            "drydock cannot move root's folder away": moved.trim() === "held",
            [`root's folder is as it was ${gone.join(", ")}`.trim()]: gone.length === 0,
          },
          { "root's own folder is made": (await lstat(at)).uid === 0 },
        );
      }),
  },
];

/** Rounds of `work` under the exchange until it says that it was led astray; null when it never was. */
async function countRounds(
  most: number,
  exchange: Scene["exchange"],
  work: () => Promise<boolean>,
): Promise<number | null> {
  let found: number | null = null;
  await exchange("here", "there", async () => {
    for (let round = 1; round <= most && found === null; round += 1) if (await work()) found = round;
  });
  return found;
}

/** The wall taken down: what a start once did, by paths. */
async function giveByPath(entry: string, user: Scene["user"]): Promise<void> {
  try {
    const found = await lstat(entry);
    await lchown(entry, user.uid, user.gid);
    if (!found.isDirectory()) return;
    for (const name of await readdir(entry)) await giveByPath(path.join(entry, name), user);
  } catch {
    // It was exchanged in this moment.
  }
}
