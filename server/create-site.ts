import { join } from "node:path";
import { AppError } from "../core/errors.ts";
import { say } from "../core/messages/say.ts";
import type { Config } from "./config.ts";
import type { ContentFeed } from "./content/authoring/content-feed.ts";
import { getLessonProblems } from "./content/authoring/get-lesson-problems.ts";
import { getLesson } from "./content/get-lesson.ts";
import { listCourses, readCourseOutline } from "./content/list-courses.ts";
import { listLessonLabs } from "./content/list-lesson-labs.ts";
import { loadLab } from "./content/load-lab.ts";
import { readAdviceLinks } from "./content/read-advice-links.ts";
import { readPicture } from "./content/read-picture.ts";
import { searchCourse } from "./content/search-course.ts";
import { seedOf } from "./content/seed-of.ts";
import type { Database } from "./db/open-database.ts";
import { pingDatabase } from "./db/ping-database.ts";
import { readAnswers } from "./db/quiz/read-answers.ts";
import { saveAnswer } from "./db/quiz/save-answer.ts";
import { markRunning } from "./db/runs/change-run.ts";
import { countFailures } from "./db/runs/count-failures.ts";
import { isBuildOutdated } from "./db/runs/is-build-outdated.ts";
import { readDurations } from "./db/runs/read-durations.ts";
import { readLatestRuns, readProgress } from "./db/runs/read-runs.ts";
import { readSolutions } from "./db/solutions/read-solutions.ts";
import { markStep } from "./db/steps/mark-step.ts";
import { readSteps } from "./db/steps/read-steps.ts";
import { asVital } from "./db/who-asks.ts";
import { deleteFile } from "./db/workspace/delete-file.ts";
import { canUndoReset, publicLab, readWorkspace } from "./db/workspace/read-workspace.ts";
import { resetWorkspace } from "./db/workspace/reset-workspace.ts";
import { saveFile } from "./db/workspace/save-file.ts";
import { createStudentGate } from "./http/student-gate.ts";
import type { DiskRoom } from "./limits/disk-room.ts";
import { watchDiskRoom } from "./limits/disk-room.ts";
import { readLabFolder } from "./mirror/read-lab-folder.ts";
import { SeatLogs } from "./ports/seat-logs.ts";
import { SeatWatch } from "./ports/seat-watch.ts";
import { openPreviews } from "./preview/open-previews.ts";
import type { PreviewDoor } from "./preview/preview-door.ts";
import { ClassRegistry } from "./registry/class-registry.ts";
import type { Engines } from "./runs/engines.ts";
import { FairQueue } from "./runs/fair-queue.ts";
import { LogKeeper } from "./runs/log-keeper.ts";
import { RunManager } from "./runs/run-manager.ts";
import { createRunReader } from "./runs/run-reader.ts";
import type { SeatKeeper } from "./runs/seat-keeper.ts";
import { TypicalDurations } from "./runs/typical-durations.ts";
import { watchRoom } from "./runs/watch-room.ts";
import { seatWords } from "./seat-words.ts";
import { recordActs } from "./security-log/record-acts.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { createGate, type Gate } from "./session/gate.ts";
import type { SessionKey } from "./session/session-key.ts";
import { signIn } from "./session/sign-in.ts";
import type { Site } from "./site.ts";
import type { TerminalDoor } from "./terminal/open-terminals.ts";
import { openTerminals } from "./terminal/open-terminals.ts";
import { openSolution } from "./workspace/open-solution.ts";
import { submitForm } from "./workspace/submit-form.ts";

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
  const cacheDir = join(config.DATA_DIR, "cache", "lessons");
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
    countFailures: (studentId, labId) => countFailures(db, studentId, labId),
    isBuildOutdated: (studentId, labId) => isBuildOutdated(db, studentId, labId),
    readFolder: (labId) => readLabFolder(content, labId),
    markRunning: (run) => asVital(run.studentId, () => markRunning(db, run.id)),
  });
  const registry = new ClassRegistry(() => keeper.getHost());
  const watch = new SeatWatch({ getHost: () => keeper.getHost() });
  const logs = new SeatLogs({ getHost: () => keeper.getHost() });
  const previews = openPreviews({ config, key: parts.sessionKey, getHost: () => keeper.getHost() });
  const gate = createGate(config, parts.sessionKey);
  const log = new SecurityLog(db);
  const getLive = (runId: string) => manager.getLive(runId);

  const site: Site = {
    config,
    readSession: (headers) => gate.read(headers).session,
    signIn: (invitation, isSecure) => signIn({ key: parts.sessionKey, log }, invitation, isSecure),
    // The answer takes the cookie away; what there is to do here is kept in the log.
    signOut: () => Promise.resolve(),

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
        userMessage: say("lesson.none"),
      });
    },
    readQuizAnswers: (studentId, course, lesson) => readAnswers(db, studentId, `${course}/${lesson}`),
    answerQuiz: async (studentId, course, lesson, request) => {
      const found = await site.getLesson(course, lesson);
      const question = found?.quizzes.find((one) => one.id === request.quiz);
      if (question === undefined || request.option >= question.options) {
        throw new AppError("NOT_FOUND", {
          message: `no option ${request.option} of quiz ${request.quiz}`,
          userMessage: say("quiz.gone"),
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
          userMessage: say("step.gone"),
        });
      }
      await markStep(db, studentId, { lab: labId, step, done });
      return { done: (await readSteps(db, studentId)).get(labId) ?? [] };
    },
    openSolution: async (studentId, labId) => openSolution(db, studentId, await labOf(studentId, labId)),
    saveFile: async (studentId, labId, request) => {
      const lab = await labOf(studentId, labId);
      const result = await asVital(studentId, () => saveFile(db, studentId, lab, request, limits));
      terminals.mirrors.changed(studentId, labId);
      return result;
    },
    deleteFile: async (studentId, labId, request) => {
      const lab = await labOf(studentId, labId);
      const result = await asVital(studentId, () => deleteFile(db, studentId, lab, request, limits));
      terminals.mirrors.changed(studentId, labId);
      return result;
    },
    resetWorkspace: async (studentId, labId, request) => {
      const lab = await labOf(studentId, labId);
      const result = await asVital(studentId, () => resetWorkspace(db, studentId, lab, request, limits));
      terminals.mirrors.changed(studentId, labId);
      return result;
    },

    submitForm: (studentId, labId, form) => submitForm(site, studentId, labId, form),

    getLatestRuns: async (studentId, labId) => {
      await labOf(studentId, labId);
      return readLatestRuns(db, studentId, labId, getLive);
    },
    startRun: async (studentId, labId, kind) => manager.start(studentId, await labOf(studentId, labId), kind),
    cancelRun: (studentId, runId) => manager.cancel(studentId, runId),
    ...createRunReader(db, getLive),

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
    openPreview: (studentId, target, siteOrigin, until) =>
      previews.open(studentId, target, siteOrigin, until),
    requestApp: async (studentId, labId, request) =>
      manager.requestApp(studentId, await labOf(studentId, labId), request),
    checkHealth: async () => {
      await pingDatabase(db);
      return { seats: keeper.ready ? "ready" : "missing" };
    },
  };
  const terminals = openTerminals({
    site,
    hold: (session, end) => gate.hold(session, end),
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
  void logKeeper.tidyOld();
  const admit = createStudentGate(({ headers }) => {
    const get = (name: string) => {
      const value = headers[name];
      return typeof value === "string" ? value : null;
    };
    try {
      return site.readSession({ get })?.studentId ?? null;
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
