import type { Duplex } from "node:stream";
import type { GradeReport } from "../../core/check/result.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import {
  type Config,
  connectSeatHost,
  type FolderFile,
  type LoadedLab,
  readConfig,
  readLabFolder,
} from "../../server/tools.ts";
import { prepareSeatHost } from "../../setup/prepare-machine.ts";
import { gradeAnswer } from "./grade-answer.ts";

export interface Grader {
  readonly config: Config;
  /** Kind, version and images of the seats, as one text. */
  readonly seatHost: string;
  grade(
    lab: LoadedLab,
    answer: { readonly files: readonly FolderFile[]; readonly steps: string | null },
    emit: (event: RunEventBody) => void,
    signal: AbortSignal,
  ): Promise<GradeReport>;
  /** Lets go of the seat host; the last one who does takes it down. */
  close(): Promise<void>;
}

/**
 * Joins the seat host that runs, which somebody else holds up (for root's commands root, see handDown), or prepares one.
 * Progress goes to `report`, a line at a time.
 */
export async function openGrader(report: (line: string) => void, signal: AbortSignal): Promise<Grader> {
  const config = readConfig();
  const joined = config.SEAT_HOST === "auto" ? await connectSeatHost(config).catch(() => null) : null;
  const hold = joined === null ? await prepareSeatHost({ config, report, signal }) : null;
  let host: SeatHost<Duplex>;
  try {
    host = joined ?? (await connectSeatHost(config));
  } catch (error) {
    await hold?.release();
    throw error;
  }
  const { kind, version, standIns } = await host.describe();
  return {
    config,
    seatHost: `${kind} ${version} ${standIns ? "stand-ins" : "registry"}`,
    grade: async (lab, answer, emit, stop) =>
      gradeAnswer({
        host,
        lab: lab.lab,
        labId: lab.id,
        starter: lab.starter,
        folder: await readLabFolder(config.CONTENT_DIR, lab.id),
        files: answer.files,
        steps: answer.steps,
        limits: {
          logBytes: config.LOG_BYTES,
          buildSeconds: config.BUILD_SECONDS,
          checkSeconds: config.CHECK_SECONDS,
        },
        signal: stop,
        emit,
      }),
    close: async () => {
      await host.close();
      await hold?.release();
    },
  };
}
