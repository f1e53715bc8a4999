import type { Config } from "./config.ts";
import type { ContentFeed } from "./content/authoring/content-feed.ts";
import { hashLab } from "./content/hash-lab.ts";
import { loadLab } from "./content/load-lab.ts";
import { readCourseCommit } from "./content/read-course-commit.ts";
import { seedOf } from "./content/seed-of.ts";
import { createCourses } from "./courses/create-courses.ts";
import { createSeats } from "./create-seats.ts";
import type { Database } from "./db/open-database.ts";
import { pingDatabase } from "./db/ping-database.ts";
import { markRunning } from "./db/runs/change-run.ts";
import { countFailures } from "./db/runs/count-failures.ts";
import { isBuildOutdated } from "./db/runs/is-build-outdated.ts";
import { readDurations } from "./db/runs/read-durations.ts";
import { dropUnusedContents } from "./db/submissions/drop-unused-contents.ts";
import { asVital } from "./db/who-asks.ts";
import { readWorkspace } from "./db/workspace/read-workspace.ts";
import { createStudentGate } from "./http/student-gate.ts";
import type { DiskRoom } from "./limits/disk-room.ts";
import { watchDiskRoom } from "./limits/disk-room.ts";
import { readLabFolder } from "./mirror/read-lab-folder.ts";
import { createContainers } from "./ports/create-containers.ts";
import { SeatLogs } from "./ports/seat-logs.ts";
import { SeatWatch } from "./ports/seat-watch.ts";
import { openPreviews } from "./preview/open-previews.ts";
import type { PreviewDoor } from "./preview/preview-door.ts";
import { ClassRegistry } from "./registry/class-registry.ts";
import { createPushedImages } from "./registry/create-pushed-images.ts";
import { createRuns } from "./runs/create-runs.ts";
import type { Engines } from "./runs/engines.ts";
import { FairQueue } from "./runs/fair-queue.ts";
import { LogKeeper } from "./runs/log-keeper.ts";
import { RunManager } from "./runs/run-manager.ts";
import type { SeatKeeper } from "./runs/seat-keeper.ts";
import { TypicalDurations } from "./runs/typical-durations.ts";
import { watchRoom } from "./runs/watch-room.ts";
import { recordActs } from "./security-log/record-acts.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { createEntrance } from "./session/create-entrance.ts";
import { createGate, type Gate } from "./session/gate.ts";
import type { SessionKey } from "./session/session-key.ts";
import type { Site } from "./site.ts";
import { createTerminals } from "./terminal/create-terminals.ts";
import type { TerminalDoor } from "./terminal/open-terminals.ts";
import { openTerminals } from "./terminal/open-terminals.ts";
import { createWorkspaces } from "./workspace/create-workspaces.ts";

export interface SiteParts {
  readonly config: Config;
  readonly db: Database;
  /** Signs sessions, invitations and previews. */
  readonly sessionKey: SessionKey;
  /** Draws each student's values in a lab. */
  readonly variantKey: Buffer;
  readonly engines: Engines;
  readonly keeper: SeatKeeper;
  /** Told of what an author saves; a site without it keeps mistakes of authors to itself. */
  readonly authors?: ContentFeed;
  /** In tests, instead of the disk that DATA_DIR is on. */
  readonly disk?: DiskRoom;
  readonly idleMs?: number;
  readonly patienceMs?: number;
  /** How often the room for runs is looked at. */
  readonly lookMs?: number;
}

export interface CreatedSite {
  readonly site: Site;
  /** Lets requests in by turns (`createStudentGate`). */
  readonly admit: ReturnType<typeof createStudentGate>;
  /** Says who a request comes from, for the listener. */
  readonly gate: Gate;
  /** Takes the WebSockets of terminals. */
  readonly terminalDoor: TerminalDoor;
  /** Takes everything for host names of previews. */
  readonly previewDoor: PreviewDoor;
  /** Ends every run with its final event, and with it every event stream. */
  stop(): Promise<void>;
}

/** Puts the operations together. The database is migrated, and left-over runs are ended, before this. */
export async function createSite(parts: SiteParts): Promise<CreatedSite> {
  const { config, db, keeper } = parts;
  const content = config.CONTENT_DIR;
  // Every operation gets a lab here, and with it the variant that this student has of it.
  const labOf = (studentId: string, labId: string) =>
    loadLab(content, labId, seedOf(parts.variantKey, studentId, labId));
  const limits = {
    fileBytes: config.FILE_BYTES,
    totalBytes: config.CONTEXT_BYTES,
    files: config.CONTEXT_FILES,
  };
  const durations = new TypicalDurations(await readDurations(db));
  const queue = new FairQueue(config.BUILDS_AT_ONCE, durations);
  const logKeeper = new LogKeeper({ db, mostBytes: config.LOGS_PER_STUDENT });
  // Of a database that is elsewhere the disk cannot be seen.
  const floor = config.DATABASE_URL === "" ? config.DISK_FLOOR : 0;
  const disk = parts.disk ?? (await watchDiskRoom(config.DATA_DIR, floor));
  const manager = new RunManager({
    ...parts,
    queue,
    durations,
    logKeeper,
    isDiskLow: () => disk.isLow(),
    readFiles: (studentId, lab) => readWorkspace(db, studentId, lab),
    readSubmitted: async (studentId, lab) => ({
      labHash: hashLab(lab),
      courseCommit: await readCourseCommit(content),
      variant: lab.variant,
      files: (await readWorkspace(db, studentId, lab)).map(({ path, content: text }) => ({
        path,
        content: text,
      })),
    }),
    countFailures: (studentId, labId) => countFailures(db, studentId, labId),
    isBuildOutdated: (studentId, labId) => isBuildOutdated(db, studentId, labId),
    readFolder: (labId) => readLabFolder(content, labId),
    markRunning: (run) => asVital(run.studentId, () => markRunning(db, run.id)),
  });
  const watch = new SeatWatch({ getHost: () => keeper.getHost() });
  const logs = new SeatLogs({ getHost: () => keeper.getHost() });
  const previews = openPreviews({ config, key: parts.sessionKey, getHost: () => keeper.getHost() });
  const gate = createGate(config, parts.sessionKey);
  const log = new SecurityLog(db);
  const runs = createRuns({ db, manager, labOf });
  const workspaces = createWorkspaces({
    config,
    db,
    labOf,
    limits,
    runs,
    onChanged: (studentId, labId) => terminals.mirrors.changed(studentId, labId),
  });
  const entrance = createEntrance({ key: parts.sessionKey, gate, log });
  const terminals = openTerminals({
    idleMinutes: config.SEAT_IDLE_MINUTES,
    readSession: entrance.readSession,
    save: workspaces.saveFile,
    remove: workspaces.deleteFile,
    hold: (session, end) => gate.hold(session, end),
    getHost: () => keeper.getHost(),
    readFolder: (labId) => readLabFolder(content, labId),
    readLab: labOf,
    readFiles: (studentId, lab) => readWorkspace(db, studentId, lab),
    limits,
  });
  const site: Site = {
    config,
    entrance,
    courses: createCourses({ ...parts, labOf }),
    workspaces,
    runs,
    seats: createSeats({ keeper, runs: manager, terminals }),
    terminals: createTerminals({ manager: terminals.manager, labOf }),
    containers: createContainers({ watch, logs }),
    registry: createPushedImages(new ClassRegistry(() => keeper.getHost())),
    previews: { openPreview: previews.openPreview },
    checkHealth: async () => {
      await pingDatabase(db);
      return { seats: keeper.ready ? "ready" : "missing" };
    },
  };
  const stopWatching = watchRoom(keeper, queue, {
    reserveBytes: config.MEMORY_RESERVE,
    ...(parts.lookMs === undefined ? {} : { intervalMs: parts.lookMs }),
  });
  await manager.resume(labOf);
  void logKeeper.tidyOld();
  // At the next start again, should it not work out now.
  dropUnusedContents(db).catch(() => undefined);
  const admit = createStudentGate(({ headers }) => {
    const get = (name: string) => {
      const value = headers[name];
      return typeof value === "string" ? value : null;
    };
    try {
      return entrance.readSession({ get })?.studentId ?? null;
    } catch {
      return null;
    }
  });
  return {
    site: recordActs(site, log),
    admit,
    gate,
    terminalDoor: terminals.door,
    previewDoor: previews.door,
    stop: async () => {
      terminals.stop();
      gate.close();
      stopWatching();
      previews.door.close();
      watch.close();
      logs.close();
      await parts.authors?.close();
      await manager.stop();
      await logKeeper.close();
      disk.close();
    },
  };
}
