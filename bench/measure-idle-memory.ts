import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { readPlainFile } from "../server/tools.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";
import { readProcessMemory } from "./process-memory.ts";

const SETTLE_MS = 15_000;

/** (e) The site with nobody in it. */
export const measureIdleMemory: Measure = {
  name: "idle-memory",
  doing: "memory of the idle site",
  async run(world) {
    const site = await world.site();
    // Once each page, so that what is loaded at the first request is counted too.
    for (const path of ["/", "/docker-for-ml", "/docker-for-ml/exercise", "/api/health"])
      await fetch(new URL(path, site.url), { signal: world.signal }).then((answer) => answer.arrayBuffer());
    await pause(SETTLE_MS, undefined, { signal: world.signal });
    const { residentBytes } = await readProcessMemory(site.pid);
    return [
      {
        measure: "Memory of the idle server process, each page seen once",
        ours: figure("bytes", [residentBytes]),
        beside: {
          what: "its PostgreSQL, shared pages counted once",
          figure: figure("bytes", [await sumDatabase(world.config.DATA_DIR)]),
        },
      },
    ];
  },
};

/** Proportional memory of the processes whose server has its cluster in this data folder. */
async function sumDatabase(dataDir: string): Promise<number> {
  const postmaster = (await readPlainFile(`${dataDir}/postgres/postmaster.pid`)) ?? "";
  const parent = Number(postmaster.split("\n")[0]);
  let bytes = 0;
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/status`, "utf8").catch(() => "");
    if (Number(entry) !== parent && Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) !== parent) continue;
    const rollup = await readFile(`/proc/${entry}/smaps_rollup`, "utf8").catch(() => "");
    bytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
  }
  return bytes === 0 ? NaN : bytes;
}
