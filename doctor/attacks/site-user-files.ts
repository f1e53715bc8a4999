import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig, seatHostDirectory } from "../../server/config.ts";
import { MACHINE_LOCK, prepareLockFolder } from "../../setup/machine-lock.ts";
import { runCommand } from "../../setup/run-command.ts";
import type { Attack } from "../attack.ts";
import { judgeRoot, play } from "./site-user.ts";
import { openToOthers } from "./site-user-database.ts";

const FROM = "the user drydock";
const clone = fileURLToPath(new URL("../..", import.meta.url));

/** Code that runs as the site's user, against files that root writes, runs, keeps and carries away. */
export const siteUserFiles: readonly Attack[] = [
  {
    id: "drydock/lock",
    title: "Lay a link where root writes the seat host's lock, or write what it says",
    from: FROM,
    expects: "The lock is in a folder of root's, where drydock makes, moves and writes nothing.",
    run: () =>
      play(async ({ stake, act, lost }) => {
        await prepareLockFolder();
        const folder = path.dirname(MACHINE_LOCK);
        const tried = await act(
          `try() { if "$@" 2>/dev/null; then echo "through: $*"; fi; }
          try ln -s ${stake}/secret ${folder}/doctor-link; try touch ${folder}/doctor-file; try mv ${folder} ${folder}-away
          [ ! -e ${MACHINE_LOCK} ] || try sh -c ': >> ${MACHINE_LOCK}'
          try true`,
        );
        const through = tried.split("\n").filter((line) => line !== "" && line !== "through: true");
        return judgeRoot(
          {
            [`drydock changes nothing there ${through.join(", ")}`.trim()]: through.length === 0,
            "root's folder is as it was": (await lost()).length === 0,
          },
          { "what goes through is said": tried.includes("through: true") },
        );
      }),
  },
  {
    id: "drydock/compiled-code",
    title: "Be there first with the folder of /tmp in which root's programs keep compiled code",
    from: FROM,
    expects: "Root's programs read and write no such folder.",
    seconds: 180,
    run: () =>
      play(async ({ folder, act }) => {
        const temporary = path.join(folder, "tmp");
        await mkdir(temporary);
        await chmod(temporary, 0o1777);
        await act(`mkdir -m 777 ${temporary}/tsx-0 ${temporary}/node-compile-cache`);
        const list = () => act(`find ${temporary}/tsx-0 ${temporary}/node-compile-cache -type f`);
        await writeFile(path.join(folder, "hello.ts"), 'const text: string = "hello";\nconsole.log(text);\n');
        const hello = ["--import", "tsx", path.join(folder, "hello.ts")];
        const environment = { TMPDIR: temporary };
        const script = `import { runTypeScript } from ${JSON.stringify(`${clone}setup/bootstrap.mjs`)};
          process.exitCode = await runTypeScript(${JSON.stringify(path.join(folder, "hello.ts"))});`;
        const said = await runCommand(process.execPath, ["--input-type=module", "-e", script], {
          cwd: clone,
          environment,
        });
        const used = await list();
        await runCommand(process.execPath, hello, {
          cwd: clone,
          environment: { ...environment, TSX_DISABLE_CACHE: "" },
        });
        return judgeRoot(
          { "nothing was kept in drydock's folders": used === "" },
          {
            "root's program ran": said.includes("hello"),
            "another start keeps code there": (await list()) !== "",
          },
        );
      }),
  },
  {
    id: "drydock/backup",
    title:
      "Have root's backup carry away root's files by links, or wait for a pipe; and its restore give them away",
    from: FROM,
    expects: "Backup and restore read and write the site's data with the site's rights.",
    run: () =>
      play(async ({ folder, dataDir, stake, user, act, lost }) => {
        const tools = path.join(folder, "tools");
        await mkdir(tools);
        await writeFile(path.join(tools, "systemctl"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
        const settings = path.join(folder, "drydock.env");
        await writeFile(settings, `# settings\nDATA_DIR=${dataDir}\n`);
        const environment = {
          PATH: `${tools}:/usr/sbin:/usr/bin:/sbin:/bin`,
          DRYDOCK_SETTINGS: settings,
          DATA_DIR: "",
        };
        const deploy = (name: string) =>
          runCommand("sh", [`${clone}deploy/${name}`, path.join(folder, "copy.tar.gz")], { environment });
        await act(`umask 077; mkdir postgres; echo mine > postgres/kept; mkfifo pipe; ln -s ${stake} link
          ln -s ${stake}/secret file`);
        await deploy("backup.sh");
        const listed = await runCommand("tar", ["tzvf", path.join(folder, "copy.tar.gz")]);
        await act("echo changed > postgres/kept; rm link; mkdir link");
        await deploy("restore.sh");
        const gone = await lost();
        const open = await openToOthers(dataDir);
        return judgeRoot(
          {
            "links are links in the copy":
              /link -> /.test(listed) && !/secret$/m.test(listed.replace(/.* -> .*/g, "")),
            [`root's own is as it was ${gone.join(", ")}`.trim()]: gone.length === 0,
            [`nothing restored is open to others ${open.join(", ")}`.trim()]: open.length === 0,
          },
          {
            "the data folder of the settings is what came back":
              (await act("cat postgres/kept")) === "mine\n",
            "it is the site's": (await act("stat -c %u postgres")).trim() === String(user.uid),
          },
        );
      }),
  },
  {
    id: "drydock/modes",
    title: "Read or write what this site keeps as another user, or the seat host's files as drydock",
    from: FROM,
    expects: "Every file in DATA_DIR is its owner's alone; of the seat host drydock writes to one socket.",
    run: () =>
      play(async ({ dataDir, act }) => {
        const config = readConfig();
        const exists = (file: string) =>
          runCommand("test", ["-d", file]).then(
            () => true,
            () => false,
          );
        if (!(await exists(config.DATA_DIR)))
          return { absent: `there is no ${config.DATA_DIR}: no site has been started` };
        const open = (await openToOthers(path.resolve(config.DATA_DIR))).filter(
          (file) => !file.includes("/before-restore-"),
        );
        await act("umask 0; echo x > shown");
        const control = await openToOthers(dataDir);
        const host = path.resolve(seatHostDirectory(config));
        const writable = (await exists(host))
          ? (await act(`find ${host} -xdev -writable ! -type l 2>/dev/null || true`)).trim().split("\n")
          : [];
        const strange = writable.filter((file) => file !== "" && file !== `${host}/incus.sock`);
        return judgeRoot(
          {
            [`nothing of the site's is open to others ${open.slice(0, 5).join(", ")}`.trim()]:
              open.length === 0,
            [`of the seat host drydock writes nothing but its socket ${strange.slice(0, 5).join(", ")}`.trim()]:
              strange.length === 0,
          },
          { "what is open would be found": control.length > 0 },
        );
      }),
  },
];
