import { mkdir, rm, writeFile } from "node:fs/promises";
import { type Config, seatHostDirectory } from "../server/config.ts";
import { ensureRootFolder } from "../server/data-dir/ensure-root-folder.ts";
import { findSiteUser } from "../server/data-dir/site-user.ts";

/** Why no seat host can be made here, and how to give one; null when one can. */
export interface Unavailable {
  readonly reason: string;
  readonly remedy: string;
}

/** What can be known before anything is tried. */
export function whyNoSeatHost(facts: {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly hasApt: boolean;
}): Unavailable | null {
  if (facts.platform !== "linux")
    return {
      reason: "Seats need Linux, and this machine runs something else.",
      remedy:
        "Start Drydock in a Debian virtual machine, or point SEAT_HOST at an Incus (docs/operators/seats.md).",
    };
  if (!facts.isRoot)
    return {
      reason: "Seats are made by root, and Drydock was started by an ordinary user.",
      remedy: "Start it with sudo npm start, or point SEAT_HOST at an Incus (docs/operators/seats.md).",
    };
  if (!facts.hasApt)
    return {
      reason: "Seats are made from Debian's packages, and this machine has no apt.",
      remedy:
        "Start Drydock on Debian 12 or newer, or point SEAT_HOST at an Incus (docs/operators/seats.md).",
    };
  return null;
}

/** Tells the web process, which shows it as a banner. `null` takes an older notice back. */
export async function writeAvailability(config: Config, unavailable: Unavailable | null): Promise<void> {
  const directory = seatHostDirectory(config);
  const file = `${directory}/unavailable.json`;
  if (process.getuid?.() === 0) {
    const user = await findSiteUser();
    if (user !== null) await ensureRootFolder(directory, 0o751, user);
  } else await mkdir(directory, { recursive: true });
  if (unavailable === null) {
    await rm(file, { force: true });
    return;
  }
  await writeFile(file, `${JSON.stringify(unavailable, null, 2)}\n`, { mode: 0o644 });
}
