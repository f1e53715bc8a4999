import { access } from "node:fs/promises";
import path from "node:path";
import { type Config, seatHostDirectory } from "../server/config.ts";
import { prepareDataDirectory } from "../server/data-dir/prepare-data-directory.ts";
import type { SystemUser } from "../server/data-dir/site-user.ts";
import { ensureUser } from "./ensure-user.ts";
import { type Hold, holdSeatHost } from "./hold-seat-host.ts";
import { dockerAnswers, prepareLaptopSeat } from "./prepare-laptop-seat.ts";
import { type Unavailable, whyNoSeatHost, writeAvailability } from "./seat-availability.ts";

/** Longest path that a Unix socket may have; ours are the longest below the directory. */
const MAX_SOCKET_PATH = 107;
const LONGEST_SOCKET = "/incus/unix.socket";

export interface PrepareMachineOptions {
  readonly config: Config;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The user that the web process runs as, where we are root; DATA_DIR made for it. */
export async function prepareUser(config: Config): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const user = await ensureUser("drydock", config.DATA_DIR);
  await prepareDataDirectory(config.DATA_DIR, user);
  return user;
}

/**
 * Settles what "auto" means here: a private Incus where there can be one, else this computer's Docker when the site
 * is for this computer alone.
 */
export async function settleSeatHost(config: Config): Promise<Config> {
  const own = process.platform === "linux" && process.getuid?.() === 0;
  const alone = ["127.0.0.1", "localhost", "::1"].includes(config.HOST);
  if (config.SEAT_HOST !== "auto" || own || !alone || !(await dockerAnswers())) return config;
  return { ...config, SEAT_HOST: "docker" };
}

/**
 * The private seat host, held up until released. Null when there is none to hold: somebody else keeps
 * it, or this machine cannot have one, which is then said, and written down for the web process.
 */
export async function prepareSeatHost(options: PrepareMachineOptions): Promise<Hold | null> {
  const { config, report, signal } = options;
  if (config.SEAT_HOST === "docker") {
    report("seats come from this computer's Docker: for a single user, and no wall against that user");
    await prepareLaptopSeat({ report, ...(signal === undefined ? {} : { signal }) });
    return null;
  }
  if (config.SEAT_HOST !== "auto") {
    report(config.SEAT_HOST === "none" ? "no seats: SEAT_HOST=none" : `seats come from ${config.SEAT_HOST}`);
    return null;
  }
  const why = whyNoSeatHost({
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasApt: await exists("/usr/bin/apt-get"),
  });
  if (why !== null) return await without(config, why, report);
  const directory = seatHostDirectory(config);
  if (/\s/.test(path.resolve(directory)) || (directory + LONGEST_SOCKET).length > MAX_SOCKET_PATH)
    throw new Error(`the path ${directory} is too long or has a blank; set DATA_DIR to a shorter one`);
  try {
    const hold = await holdSeatHost(config, report, signal);
    await writeAvailability(config, null);
    return hold;
  } catch (error) {
    signal?.throwIfAborted();
    report(`the seat host could not be prepared: ${error instanceof Error ? error.message : String(error)}`);
    report(`see ${directory}/holder.log, then start again; what is finished is kept`);
    // The page shows this to students: the reason may name anything on the machine, and tells them nothing.
    return await without(
      config,
      {
        reason: "The machines of this site could not be prepared.",
        remedy: "Lessons and editor work. Whoever runs the site finds the reason in the log of its start.",
      },
      report,
    );
  }
}

async function without(config: Config, why: Unavailable, report: (line: string) => void): Promise<null> {
  report(`no seats: ${why.reason}`);
  report(why.remedy);
  await writeAvailability(config, why);
  return null;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
