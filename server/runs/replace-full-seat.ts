import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeatHost } from "../../core/seat/port.ts";

/** Nearer to its limit than this, an engine cannot even write down that it deletes something. */
const NEARLY_ALL = 0.97;
const REPLACE_MS = 15_000;

/**
 * Throws a student's seat away where its disk has stayed full after a build that a limit stopped: every later build
 * in it would fail, and only its host can help. Never rejects, and takes no longer than 15 s.
 * @returns a sentence for the student, empty when nothing was done
 */
export async function replaceFullSeat(
  host: SeatHost<Duplex>,
  studentId: string,
  diskLimitBytes: number,
): Promise<string> {
  const replace = async () => {
    const { diskBytes } = await host.inspectSeat(studentId);
    if (diskBytes < diskLimitBytes * NEARLY_ALL) return "";
    await host.discardSeat(studentId);
    return " Your seat's disk stayed full, so the next build gets a fresh seat; your files are kept.";
  };
  return await Promise.race([replace(), sleep(REPLACE_MS, "", { ref: false })]).catch(() => "");
}
