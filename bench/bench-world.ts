import { mkdir } from "node:fs/promises";
import type { Duplex } from "node:stream";
import type { Seat, SeatHost } from "../core/seat/port.ts";
import type { Config } from "../server/tools.ts";
import { connectSeatHost, mintSession, removeTree } from "../server/tools.ts";
import { findFreePort } from "../setup/find-free-port.ts";
import { keepSeatHost } from "../setup/keep-seat-host.ts";
import { prepareUser } from "../setup/prepare-machine.ts";
import { CleanUp } from "./clean-up.ts";
import type { SiteClient } from "./site-client.ts";
import type { RunningSite } from "./start-site.ts";
import { startSite } from "./start-site.ts";

export interface World {
  /** Settings of the site under measure: a port and a data folder of the bench's own. */
  readonly config: Config;
  /** The lab that is built. */
  readonly labId: string;
  /** Students of the class that builds together. */
  readonly students: number;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  readonly cleanUp: CleanUp;
  /** The site, started at the first call. */
  site(): Promise<RunningSite>;
  /** The site as one student of the bench's own. */
  client(): Promise<SiteClient>;
  /** The site as another student; one of `furtherStudents` or `classStudents`, whose seats are thrown away. */
  clientOf(student: string): Promise<SiteClient>;
  /** The seat host, held up from the first call on. */
  seatHost(): Promise<SeatHost<Duplex>>;
  /** That student's seat: the one in which the site builds. */
  seat(): Promise<Seat<Duplex>>;
}

export const LAB = "docker-for-ml/exercise/fastapi-service";
/** Whose seat the site builds in. */
export const BENCH_STUDENT = "bench";
/** Students whose seats a measure may open; a bench that was killed left some of them. */
export const furtherStudents: readonly string[] = Array.from({ length: 8 }, (_, i) => `bench-${i + 1}`);

export const MOST_STUDENTS = 100;
export const classStudents: readonly string[] = Array.from(
  { length: MOST_STUDENTS },
  (_, i) => `bench-class-${i + 1}`,
);

/**
 * What the measures share. Seats belong to a data folder, so that this one has a fixed place: a bench that was
 * killed leaves seats that the next one finds and throws away.
 */
export async function openWorld(
  given: Config,
  options: {
    readonly signal: AbortSignal;
    readonly report: (line: string) => void;
    readonly students: number;
  },
): Promise<World> {
  const { signal, report, students } = options;
  const cleanUp = new CleanUp(report);
  const config: Config = {
    ...given,
    PORT: await findFreePort(),
    HOST: "127.0.0.1",
    // Beside the site's, in a folder of root's: in the site's own anybody who is its user could lay links.
    DATA_DIR: `${given.DATA_DIR}-bench`,
    DATABASE_URL: "",
    SEAT_HOST_DIR: given.SEAT_HOST_DIR === "" ? `${given.DATA_DIR}/seat-host` : given.SEAT_HOST_DIR,
    // A reserve that fills itself while something is timed would be timed with it.
    RESERVE_SEATS: 0,
    RESERVE_GRADING_SEATS: 0,
    // A class that fits beside the seats that are there: what gives way at the limit is not what is timed.
    SEAT_LIMIT: given.SEAT_LIMIT + students + furtherStudents.length,
  };
  await removeTree(config.DATA_DIR);
  if ((await prepareUser(config)) === null) await mkdir(config.DATA_DIR, { recursive: true });
  cleanUp.add("the data folder", () => removeTree(config.DATA_DIR));

  const seatHost = once(async () => {
    const hold = await keepSeatHost({ config, report: (line) => report(`  ${line}`), signal });
    cleanUp.add("the hold on the seat host", () => hold.release());
    const host = await connectSeatHost(config);
    cleanUp.add("the connection to the seat host", () => host.close());
    const discard = () => discardAll(host, students);
    await discard();
    cleanUp.add("the seats", discard);
    return host;
  });
  const site = once(async () => {
    // The order matters for the way back: the site is stopped before its seats are thrown away.
    await seatHost().catch((error: unknown) => report(`no seats: ${String(error)}`));
    const running = await startSite(config, { signal, report: (line) => report(`  ${line}`) });
    cleanUp.add("the site", () => running.stop());
    return running;
  });
  const clientOf = async (student: string) => {
    const { url } = await site();
    return { url, cookie: await mintSession(config.DATA_DIR, student), signal };
  };
  return {
    config,
    labId: LAB,
    students,
    signal,
    report,
    cleanUp,
    site,
    client: once(() => clientOf(BENCH_STUDENT)),
    clientOf,
    seatHost,
    seat: once(async () => (await seatHost()).openSeat(BENCH_STUDENT, { signal })),
  };
}

async function discardAll(host: SeatHost<Duplex>, students: number): Promise<void> {
  for (const student of [BENCH_STUDENT, ...furtherStudents, ...classStudents.slice(0, students)])
    await host.discardSeat(student);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
