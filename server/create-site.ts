import { join } from "node:path";
import { AppError } from "../core/errors.ts";
import type { Config } from "./config.ts";
import type { ContentFeed } from "./content/authoring/content-feed.ts";
import { getLessonProblems } from "./content/authoring/get-lesson-problems.ts";
import { getLesson } from "./content/get-lesson.ts";
import { listCourses, readCourseOutline } from "./content/list-courses.ts";
import { listLessonLabs } from "./content/list-lesson-labs.ts";
import { loadLab } from "./content/load-lab.ts";
import { searchCourse } from "./content/search-course.ts";
import { readAdviceLinks } from "./content/read-advice-links.ts";
import { readPicture } from "./content/read-picture.ts";
import { seedOf } from "./content/seed-of.ts";
import type { Database } from "./db/open-database.ts";
import { pingDatabase } from "./db/ping-database.ts";
import { readAnswers } from "./db/quiz/read-answers.ts";
import { saveAnswer } from "./db/quiz/save-answer.ts";
import { countFailures } from "./db/runs/count-failures.ts";
import { isBuildOutdated } from "./db/runs/is-build-outdated.ts";
import { markRunning } from "./db/runs/change-run.ts";
import { readDurations } from "./db/runs/read-durations.ts";
import { readSolutions } from "./db/solutions/read-solutions.ts";
import { markStep } from "./db/steps/mark-step.ts";
import { readSteps } from "./db/steps/read-steps.ts";
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
import { openSolution } from "./workspace/open-solution.ts";
import { submitForm } from "./workspace/submit-form.ts";

export interface SiteParts {
  readonly config: Config;
  readonly db: Database;
  /** Signs sessions. */
  readonly sessionKey: Buffer;
  readonly engines: Engines;
  readonly keeper: SeatKeeper;
  /** Told of what an author saves; a site without it keeps mistakes of authors to itself. */
  readonly authors?: ContentFeed;
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
  // Every operation gets a lab here, and with it the variant that this student has of it.
  const labOf = (studentId: string, labId: string) =>
    loadLab(content, labId, seedOf(parts.sessionKey, studentId, labId));
  const cacheDir = join(config.DATA_DIR, "cache", "lessons");
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
    isBuildOutdated: (studentId, labId) => isBuildOutdated(db, studentId, labId),
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
    getCourseOutline: async (course, studentId, language) => {
      const reached = await Promise.all([
        readProgress(db, studentId),
        readSolutions(db, studentId),
        readSteps(db, studentId),
      ]);
      return readCourseOutline(content, course, ...reached, language);
    },
    getLesson: (course, lesson, language) => getLesson(content, cacheDir, course, lesson, language),
    getPicture: (course, lesson, path) => readPicture(content, course, lesson, path),
    searchCourse: (course, question) => searchCourse(content, cacheDir, course, question),
    getLessonProblems: async (course, lesson) =>
      parts.authors === undefined
        ? null
        : await getLessonProblems({ contentDir: content, cacheDir, publicDir: "public" }, course, lesson),
    followContent: (signal) => parts.authors?.follow(signal) ?? null,

    listLessonLabs: async (studentId, course, lesson) => {
      const outline = await site.getCourseOutline(course, studentId);
      const found = outline?.outline.find((one) => one.slug === lesson);
      if (found !== undefined) return listLessonLabs(found.labs, (labId) => labOf(studentId, labId));
      throw new AppError("NOT_FOUND", {
        message: `no lesson ${course}/${lesson}`,
        userMessage: "There is no such lesson.",
      });
    },
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
      const lab = await labOf(studentId, labId);
      return {
        lab: publicLab(lab, await readAdviceLinks(content, labId.split("/")[0] ?? "")),
        files: await readWorkspace(db, studentId, lab),
        canUndoReset: await canUndoReset(db, studentId, labId),
        solution: (await readSolutions(db, studentId)).get(labId) ?? null,
        stepsDone: (await readSteps(db, studentId)).get(labId) ?? [],
      };
    },
    markStep: async (studentId, labId, { step, done }) => {
      const { lab } = await labOf(studentId, labId);
      if (!lab.steps.some(({ id }) => id === step)) {
        throw new AppError("NOT_FOUND", {
          message: `no step ${step} in ${labId}`,
          userMessage: "This exercise doesn't have that step any more. Reload the page.",
        });
      }
      await markStep(db, studentId, { lab: labId, step, done });
      return { done: (await readSteps(db, studentId)).get(labId) ?? [] };
    },
    openSolution: async (studentId, labId) => openSolution(db, studentId, await labOf(studentId, labId)),
    saveFile: async (studentId, labId, request) => {
      const result = await saveFile(db, studentId, await labOf(studentId, labId), request, limits);
      terminals.mirrors.changed(studentId, labId);
      return result;
    },
    deleteFile: async (studentId, labId, request) => {
      const result = await deleteFile(db, studentId, await labOf(studentId, labId), request);
      terminals.mirrors.changed(studentId, labId);
      return result;
    },
    resetWorkspace: async (studentId, labId, request) => {
      const result = await resetWorkspace(db, studentId, await labOf(studentId, labId), request);
      terminals.mirrors.changed(studentId, labId);
      return result;
    },

    submitForm: (studentId, labId, form) => submitForm(site, studentId, labId, form),

    getLatestRuns: async (studentId, labId) => {
      await labOf(studentId, labId);
      return readLatestRuns(db, studentId, labId, getLive);
    },
    startRun: async (studentId, labId, kind) => manager.start(studentId, await labOf(studentId, labId), kind),
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
      await labOf(studentId, labId);
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
      manager.requestApp(studentId, await labOf(studentId, labId), request),
    checkHealth: async () => {
      await pingDatabase(db);
      return { seats: keeper.ready ? "ready" : "missing" };
    },
  };
  const terminals = openTerminals({
    site,
    getHost: () => keeper.getHost(),
    readFolder: (labId) => readLabFolder(content, labId),
    readLab: labOf,
    readFiles: (studentId, lab) => readWorkspace(db, studentId, lab),
    limits,
  });
  const stopWatching = watchRoom(keeper, queue, {
    reserveBytes: config.MEMORY_RESERVE,
    ...(parts.lookMs === undefined ? {} : { intervalMs: parts.lookMs }),
  });
  await manager.resume(labOf);
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
      await parts.authors?.close();
      await manager.stop();
    },
  };
}
