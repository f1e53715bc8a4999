import { join } from "node:path";
import { AppError } from "../core/errors.ts";
import type { Config } from "./config.ts";
import { getLesson } from "./content/get-lesson.ts";
import { listCourses, readCourseOutline } from "./content/list-courses.ts";
import { loadLab } from "./content/load-lab.ts";
import { searchCourse } from "./content/search-course.ts";
import type { Database } from "./db/open-database.ts";
import { pingDatabase } from "./db/ping-database.ts";
import { readAnswers } from "./db/quiz/read-answers.ts";
import { saveAnswer } from "./db/quiz/save-answer.ts";
import { countFailures } from "./db/runs/count-failures.ts";
import { markRunning } from "./db/runs/change-run.ts";
import { readDurations } from "./db/runs/read-durations.ts";
import type { Engines } from "./runs/engines.ts";
import { FairQueue } from "./runs/fair-queue.ts";
import { parseEvent, readEvents } from "./db/runs/event-store.ts";
import { readLogTail, streamLog } from "./runs/read-log.ts";
import { findRun, readLatestRuns, readProgress, summarize } from "./db/runs/read-runs.ts";
import { ClassRegistry } from "./registry/class-registry.ts";
import { RunManager } from "./runs/run-manager.ts";
import type { SeatKeeper } from "./runs/seat-keeper.ts";
import { StreamCount } from "./runs/stream-count.ts";
import { streamEvents } from "./runs/stream-events.ts";
import { TypicalDurations } from "./runs/typical-durations.ts";
import { readSession } from "./session/read-session.ts";
import type { Site } from "./site.ts";
import { SeatLogs } from "./ports/seat-logs.ts";
import { watchRoom } from "./runs/watch-room.ts";
import { readLabFolder } from "./mirror/read-lab-folder.ts";
import { SeatWatch } from "./ports/seat-watch.ts";
import { openPreviews } from "./preview/open-previews.ts";
import type { PreviewDoor } from "./preview/preview-door.ts";
import { openTerminals } from "./terminal/open-terminals.ts";
import type { TerminalDoor } from "./terminal/open-terminals.ts";
import { deleteFile } from "./db/workspace/delete-file.ts";
import { canUndoReset, publicLab, readWorkspace } from "./db/workspace/read-workspace.ts";
import { resetWorkspace } from "./db/workspace/reset-workspace.ts";
import { saveFile } from "./db/workspace/save-file.ts";
import { submitForm } from "./workspace/submit-form.ts";

export interface SiteParts {
  readonly config: Config;
  readonly db: Database;
  /** Signs sessions. */
  readonly sessionKey: Buffer;
  readonly engines: Engines;
  readonly keeper: SeatKeeper;
  readonly idleMs?: number;
  readonly patienceMs?: number;
  /** How often the room for runs is looked at. */
  readonly lookMs?: number;
}

export interface CreatedSite {
  readonly site: Site;
  /** Takes the WebSockets of terminals. */
  readonly terminalDoor: TerminalDoor;
  /** Takes everything for host names of previews. */
  readonly previewDoor: PreviewDoor;
  /** Ends every run with its final event, and with it every event stream. */
  stop(): Promise<void>;
}

/** What runs and terminals are told when their student takes the seat away. */
const seatWords = {
  sleep: {
    runs: "Stopped, because you put your seat to sleep.",
    terminals: "You put your seat to sleep. Press any key to wake it.",
  },
  discard: {
    runs: "Stopped, because you threw your seat away.",
    terminals: "You threw your seat away. Press any key to get a new one.",
  },
  fresh: {
    runs: "Stopped, because you took a fresh seat.",
    terminals: "Your old seat is gone. A fresh one is coming; your files come with it.",
  },
} as const;

/** Puts the operations together. The database is migrated, and left-over runs are ended, before this. */
export async function createSite(parts: SiteParts): Promise<CreatedSite> {
  const { config, db, keeper } = parts;
  const content = config.CONTENT_DIR;
  const lessonCache = join(config.DATA_DIR, "cache", "lessons");
  const limits = {
    fileBytes: config.FILE_BYTES,
    totalBytes: config.CONTEXT_BYTES,
    files: config.CONTEXT_FILES,
  };
  const durations = new TypicalDurations(await readDurations(db));
  const queue = new FairQueue(config.BUILDS_AT_ONCE, durations);
  const manager = new RunManager({
    ...parts,
    queue,
    durations,
    readFiles: (studentId, lab) => readWorkspace(db, studentId, lab),
    countFailures: (studentId, labId) => countFailures(db, studentId, labId),
    readFolder: (labId) => readLabFolder(content, labId),
    markRunning: (run) => markRunning(db, run.id),
  });
  const streams = new StreamCount();
  const registry = new ClassRegistry(() => keeper.getHost());
  const watch = new SeatWatch({ getHost: () => keeper.getHost() });
  const logs = new SeatLogs({ getHost: () => keeper.getHost() });
  const previews = openPreviews({ config, key: parts.sessionKey, getHost: () => keeper.getHost() });
  const getLive = (runId: string) => manager.getLive(runId);
  const requireRun = async (studentId: string, runId: string) => {
    const row = await findRun(db, studentId, runId);
    if (row !== null) return row;
    throw new AppError("NOT_FOUND", { message: `no run ${runId}`, userMessage: "There is no such run." });
  };

  const site: Site = {
    config,
    readSession: (headers) => readSession(parts.sessionKey, headers),

    listCourses: () => listCourses(content),
    getCourseOutline: async (course, studentId, language) =>
      readCourseOutline(content, course, await readProgress(db, studentId), language),
    getLesson: (course, lesson, language) => getLesson(content, lessonCache, course, lesson, language),
    searchCourse: (course, question) => searchCourse(content, lessonCache, course, question),

    readQuizAnswers: (studentId, course, lesson) => readAnswers(db, studentId, `${course}/${lesson}`),
    answerQuiz: async (studentId, course, lesson, request) => {
      const found = await site.getLesson(course, lesson);
      const question = found?.quizzes.find((one) => one.id === request.quiz);
      if (question === undefined || request.option >= question.options) {
        throw new AppError("NOT_FOUND", {
          message: `no option ${request.option} of quiz ${request.quiz}`,
          userMessage: "There is no such question in this lesson any more. Reload the page.",
        });
      }
      return await saveAnswer(
        db,
        studentId,
        { lesson: `${course}/${lesson}`, quiz: question.id },
        { option: request.option, right: request.option === question.right },
      );
    },

    openWorkspace: async (studentId, labId) => {
      const lab = await loadLab(content, labId);
      return {
        lab: publicLab(lab),
        files: await readWorkspace(db, studentId, lab),
        canUndoReset: await canUndoReset(db, studentId, labId),
      };
    },
    saveFile: async (studentId, labId, request) => {
      const result = await saveFile(db, studentId, await loadLab(content, labId), request, limits);
      terminals.mirrors.changed(studentId, labId);
      return result;
    },
    deleteFile: async (studentId, labId, request) => {
      const result = await deleteFile(db, studentId, await loadLab(content, labId), request);
      terminals.mirrors.changed(studentId, labId);
      return result;
    },
    resetWorkspace: async (studentId, labId, request) => {
      const result = await resetWorkspace(db, studentId, await loadLab(content, labId), request);
      terminals.mirrors.changed(studentId, labId);
      return result;
    },

    submitForm: (studentId, labId, form) => submitForm(site, studentId, labId, form),

    getLatestRuns: async (studentId, labId) => {
      await loadLab(content, labId);
      return readLatestRuns(db, studentId, labId, getLive);
    },
    startRun: async (studentId, labId, kind) => manager.start(studentId, await loadLab(content, labId), kind),
    getRun: async (studentId, runId) => {
      const row = await findRun(db, studentId, runId);
      return row === null ? null : summarize(row, getLive(runId));
    },
    cancelRun: (studentId, runId) => manager.cancel(studentId, runId),
    readRunEvents: async (studentId, runId, after, limit) => {
      await requireRun(studentId, runId);
      return (await readEvents(db, runId, after, limit)).map(parseEvent);
    },
    openRunStream: async (studentId, runId, after, signal) => {
      // The writer first: a run that ends while its row is read is then still known to be over.
      const live = getLive(runId);
      const row = await requireRun(studentId, runId);
      if (row.state === "finished" && after >= row.lastSeq) return null;
      const onEnd = streams.open(studentId);
      return streamEvents({ db, runId, live, after, signal, onEnd });
    },
    readRunLog: async (studentId, runId, maxBytes) => {
      const row = await requireRun(studentId, runId);
      return { run: summarize(row, getLive(runId)), ...(await readLogTail(db, runId, maxBytes)) };
    },
    streamRunLog: async (studentId, runId) => {
      await requireRun(studentId, runId);
      return streamLog(db, runId);
    },

    listTerminals: (studentId) => terminals.manager.list(studentId),
    createTerminal: async (studentId, labId) => {
      await loadLab(content, labId);
      return terminals.manager.create(studentId, labId);
    },
    closeTerminal: (studentId, terminalId) => terminals.manager.close(studentId, terminalId),

    getSeatStatus: (studentId) => keeper.getStatus(studentId),
    changeSeat: async (studentId, action) => {
      const host = keeper.getHost();
      await Promise.all([
        manager.endAll(studentId, seatWords[action].runs),
        // What a terminal has just written is saved before the seat goes.
        terminals.mirrors.flush(studentId),
      ]);
      terminals.manager.suspend(studentId, seatWords[action].terminals);
      await (action === "sleep" ? host.sleepSeat(studentId) : host.discardSeat(studentId));
      if (action === "fresh") {
        await host.openSeat(studentId);
        terminals.manager.resume(studentId);
      }
      return keeper.getStatus(studentId);
    },
    listContainers: (studentId) => watch.list(studentId),
    followLogs: (studentId, of, signal) => logs.follow(studentId, of, signal),
    listPushed: (studentId) => registry.list(studentId),
    deletePushed: (studentId, request) => registry.delete(studentId, request),
    stopContainer: (studentId, containerId) => watch.stop(studentId, containerId),
    openPreview: (studentId, target, siteOrigin) => previews.open(studentId, target, siteOrigin),
    requestApp: async (studentId, labId, request) =>
      manager.requestApp(studentId, await loadLab(content, labId), request),
    checkHealth: async () => {
      await pingDatabase(db);
      return { seats: keeper.ready ? "ready" : "missing" };
    },
  };
  const terminals = openTerminals({
    site,
    getHost: () => keeper.getHost(),
    readFolder: (labId) => readLabFolder(content, labId),
    readLab: (labId) => loadLab(content, labId),
    readFiles: (studentId, lab) => readWorkspace(db, studentId, lab),
    limits,
  });
  const stopWatching = watchRoom(keeper, queue, {
    reserveBytes: config.MEMORY_RESERVE,
    ...(parts.lookMs === undefined ? {} : { intervalMs: parts.lookMs }),
  });
  await manager.resume((labId) => loadLab(content, labId));
  return {
    site,
    terminalDoor: terminals.door,
    previewDoor: previews.door,
    stop: async () => {
      terminals.stop();
      stopWatching();
      previews.door.close();
      watch.close();
      logs.close();
      await manager.stop();
    },
  };
}
