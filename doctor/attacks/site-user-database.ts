import { spawn } from "node:child_process";
import { lstat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { endLeftPostgres, startPostgres } from "../../server/db/start-postgres.ts";
import { runCommand } from "../../setup/run-command.ts";
import type { Attack } from "../attack.ts";
import type { Scene } from "../play-drydock.ts";
import { judgeRoot, play } from "./site-user.ts";

const FROM = "the user drydock";

/** Code that runs as the site's user, against root's start of the database (gradebook, doctor, tests). */
export const siteUserDatabase: readonly Attack[] = [
  {
    id: "drydock/database-links",
    title: "Lay links where root starts the database: its socket's folder, its log, its libraries, itself",
    from: FROM,
    seconds: 180,
    expects: "What root starts runs as drydock and gets no further than drydock does.",
    run: () =>
      play(async (scene) => {
        const { stake, act, lost } = scene;
        const claims: Record<string, boolean> = {};
        const attempt = async (what: string, script: string) => {
          await act(script);
          const started = await tryStart(scene);
          claims[`${what}: root's own is as it was`] = (await lost()).length === 0;
          return started;
        };
        await attempt("a link for the libraries", `ln -s ${stake} postgres-lib`);
        // It makes a database as far as it gets, and the next goes on from there.
        const socket = await attempt(
          "links for database and socket",
          `rm -rf postgres-lib postgres postgres-socket; for name in postgres postgres.new postgres-socket; do ln -s ${stake} $name; done`,
        );
        const log = await attempt(
          "a link for the log",
          `rm -rf postgres-socket postgres.log; ln -s ${stake}/secret postgres.log`,
        );
        await act("rm -f postgres.log");
        return judgeRoot(claims, {
          "it met the links": !socket && !log,
          "without a link the database starts": await tryStart(scene),
        });
      }),
  },
  {
    id: "drydock/database-pipes",
    title: "Put pipes where root starts the database, so that it waits for ever",
    from: FROM,
    seconds: 240,
    expects: "A start ends by itself, with an error or without one.",
    run: () =>
      play(async (scene) => {
        await scene.act(
          "mkfifo postgres.log; mkdir postgres; mkfifo postgres/postmaster.pid postgres/PG_VERSION",
        );
        const began = performance.now();
        const started = await tryStart(scene);
        const seconds = (performance.now() - began) / 1000;
        return judgeRoot(
          {
            // Root ends one that hangs after three minutes; that is not what is tried.
            [`the start ended by itself, after ${seconds.toFixed(1)} s`]: seconds < 150,
            "root's folder is as it was": (await scene.lost()).length === 0,
          },
          { "it met the pipe": !started },
        );
      }),
  },
  {
    id: "drydock/database-number",
    title: "Have root end a process of root's that postmaster.pid names",
    from: FROM,
    expects: "Root ends nothing itself: a process of drydock's does it, and cannot end root's.",
    run: () =>
      play(async ({ dataDir, act }) => {
        // Named and called as a PostgreSQL on this folder is, as far as anybody may look.
        const called = ["-e", "sleep 300", "--", path.join(dataDir, "postgres")];
        const victim = spawn("perl", called, { argv0: "postgres", stdio: "ignore" });
        const ended = new Promise<string>((resolve) => victim.once("exit", () => resolve("ended")));
        try {
          await act(`mkdir postgres; printf '%s\\n' ${victim.pid ?? 0} > postgres/postmaster.pid`);
          await endLeftPostgres(dataDir);
          const lives = (await Promise.race([ended, pause(1000)])) !== "ended";
          process.kill(victim.pid ?? 0, "SIGQUIT");
          return judgeRoot(
            { "root's process lives": lives },
            { "SIGQUIT would have ended it": (await ended) === "ended" },
          );
        } finally {
          victim.kill("SIGKILL");
        }
      }),
  },
  {
    id: "drydock/database-modes",
    title: "Read the database's log, socket or files as another user of the machine",
    from: FROM,
    seconds: 180,
    expects: "Nothing that the database keeps can be read or written by anybody but drydock.",
    run: () =>
      play(async (scene) => {
        const postgres = await startPostgres(scene.dataDir);
        try {
          const open = await openToOthers(scene.dataDir);
          const log = await lstat(path.join(scene.dataDir, "postgres.log"));
          // The control: a file that is open to others is found.
          await scene.act("umask 022; echo x > shown");
          const found = await openToOthers(scene.dataDir);
          return judgeRoot(
            {
              [`nothing is open to others ${open.join(", ")}`.trim()]: open.length === 0,
              "the log is drydock's alone": log.uid === scene.user.uid && (log.mode & 0o777) === 0o600,
            },
            { "what is open would be found": found.some((file) => file.endsWith("/shown")) },
          );
        } finally {
          await postgres.stop();
        }
      }),
  },
];

/** Files below a data folder that others may read or write; links have no rights of their own. */
export async function openToOthers(directory: string): Promise<string[]> {
  const found = await runCommand("find", [
    ...["-P", directory, "-xdev", "-mindepth", "1", "(", "-path", `${directory}/seat-host`, "-prune", ")"],
    ...["-o", "(", "!", "-type", "l", "!", "-type", "d", "-perm", "/o+rwx", "-print", ")"],
    ...["-o", "(", "-type", "d", "-perm", "/o+w", "-print", ")"],
  ]);
  return found.split("\n").filter((line) => line !== "");
}

/** Whether root's start of the database came up; it is ended again. */
async function tryStart({ dataDir }: Scene): Promise<boolean> {
  const postgres = await startPostgres(dataDir).catch(() => null);
  await postgres?.stop();
  return postgres !== null;
}
