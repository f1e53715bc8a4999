import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/*
 * The tables. After a change: npx drizzle-kit generate --name what-changed
 *
 * Every row names its student. Times are ms since 1970, as in core/. What came from a seat is kept as `json`
 * or `text`, never `jsonb`: jsonb refuses a NUL in a string, and a hostile log may well have one.
 */
const ms = (name: string) => bigint(name, { mode: "number" });
const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const student = () =>
  text("student_id")
    .notNull()
    .references(() => students.id);

export const students = pgTable("students", {
  id: text("id").primaryKey(),
  createdAt: ms("created_at").notNull(),
});

/**
 * Files that differ from the starter, or did once. `version` never goes back: a file that is deleted, reset
 * and typed again goes on counting, so that a tab that slept through all of it is still told of a conflict.
 */
export const workspaceFiles = pgTable(
  "workspace_files",
  {
    studentId: student(),
    lab: text("lab").notNull(),
    path: text("path").notNull(),
    /** Null: as the starter has it, or gone when the starter has no such file. */
    content: text("content"),
    version: integer("version").notNull(),
    updatedAt: ms("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.studentId, table.lab, table.path] })],
);

/** What a reset took away, so that it can be undone. `content` null: the file was as the starter has it. */
export const workspaceResets = pgTable(
  "workspace_resets",
  {
    id: uuid("id").primaryKey(),
    studentId: student(),
    lab: text("lab").notNull(),
    files: json("files").$type<{ path: string; content: string | null }[]>().notNull(),
    createdAt: ms("created_at").notNull(),
  },
  (table) => [index("workspace_resets_latest").on(table.studentId, table.lab, table.createdAt)],
);

export const runs = pgTable(
  "runs",
  {
    id: uuid("id").primaryKey(),
    studentId: student(),
    lab: text("lab").notNull(),
    kind: text("kind", { enum: ["build", "start", "check"] }).notNull(),
    state: text("state", { enum: ["queued", "running", "finished"] }).notNull(),
    outcome: text("outcome", { enum: ["passed", "failed", "canceled", "limit", "fault"] }),
    message: text("message"),
    createdAt: ms("created_at").notNull(),
    startedAt: ms("started_at"),
    finishedAt: ms("finished_at"),
    lastSeq: integer("last_seq").notNull().default(0),
    /** Whose turn it is: a student has one waiting run in each round. Given once, kept over a restart. */
    round: integer("round").notNull().default(0),
    /** What the log of a finished run takes in run_logs; 0: not compressed yet, or no longer kept. */
    storedBytes: bigint("stored_bytes", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    index("runs_latest").on(table.studentId, table.lab, table.kind, table.createdAt),
    // One unfinished run a student, lab and kind, whatever races: the database says so, not the process.
    uniqueIndex("runs_one_unfinished")
      .on(table.studentId, table.lab, table.kind)
      .where(sql`state <> 'finished'`),
    // A student's containers go by the same names in their seat, whatever the lab.
    uniqueIndex("runs_one_container")
      .on(table.studentId)
      .where(sql`state <> 'finished' and kind = 'start'`),
    // What a student's logs take together, and which is the oldest.
    index("runs_stored")
      .on(table.studentId, table.createdAt)
      .where(sql`stored_bytes > 0`),
    index("runs_durations").on(table.lab, table.kind, table.finishedAt),
    index("runs_rounds")
      .on(table.round)
      .where(sql`started_at is not null`),
  ],
);

/**
 * Events of runs that are under way, and of finished ones until they are compressed into run_logs. A log moves from
 * its beginning on, so that what is here is always the end of it.
 */
export const runEvents = pgTable(
  "run_events",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    // Without a reference of its own: the run's is enough, and a log may have 100,000 rows to check.
    studentId: text("student_id").notNull(),
    at: ms("at").notNull(),
    type: text("type").notNull(),
    /** JSON of the event without seq and at, as it was written. */
    body: text("body").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
);

/** Events of finished runs, compressed: a range of seq a row, as `packEvents` writes it. */
export const runLogs = pgTable(
  "run_logs",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    firstSeq: integer("first_seq").notNull(),
    lastSeq: integer("last_seq").notNull(),
    studentId: text("student_id").notNull(),
    /** Whether any of these events is part of the log as text: other rows are passed over when that is read. */
    hasText: boolean("has_text").notNull(),
    data: bytes("data").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.firstSeq] })],
);

/** What a finished build (image report) or check (grade report) found out. */
export const reports = pgTable(
  "reports",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["image", "grade"] }).notNull(),
    studentId: student(),
    lab: text("lab").notNull(),
    report: text("report").notNull(),
    createdAt: ms("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.kind] }),
    index("reports_latest").on(table.studentId, table.lab, table.kind, table.createdAt),
  ],
);

/** One row a check that reached its end; nothing else is ever graded. */
export const attempts = pgTable(
  "attempts",
  {
    runId: uuid("run_id")
      .primaryKey()
      .references(() => runs.id, { onDelete: "cascade" }),
    studentId: student(),
    lab: text("lab").notNull(),
    score: doublePrecision("score").notNull(),
    maxScore: doublePrecision("max_score").notNull(),
    checks: json("checks")
      .$type<{ id: string; status: "passed" | "failed" | "skipped"; points: number }[]>()
      .notNull(),
    createdAt: ms("created_at").notNull(),
  },
  (table) => [index("attempts_latest").on(table.studentId, table.lab, table.createdAt)],
);

/** Contents of submitted files, each once, by the SHA-256 of its bytes in hexadecimal digits. */
export const blobs = pgTable("blobs", {
  hash: text("hash").primaryKey(),
  data: bytes("data").notNull(),
});

/**
 * What a check judges, kept when the button is pressed and before anything is judged: grading it again, anywhere, gives
 * the same score.
 */
export const submissions = pgTable(
  "submissions",
  {
    runId: uuid("run_id")
      .primaryKey()
      .references(() => runs.id, { onDelete: "cascade" }),
    studentId: student(),
    lab: text("lab").notNull(),
    /** When the button was pressed. Whether it was in time is judged by this. */
    submittedAt: ms("submitted_at").notNull(),
    /** Of the lab as it was then (`hashLab`). */
    labHash: text("lab_hash").notNull(),
    /** Commit of the course's Git checkout; null where it is none. */
    courseCommit: text("course_commit"),
    /** The values that the student's task had. */
    variant: json("variant").$type<Record<string, string | number>>().notNull(),
  },
  (table) => [index("submissions_latest").on(table.studentId, table.lab, table.submittedAt)],
);

export const submissionFiles = pgTable(
  "submission_files",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => submissions.runId, { onDelete: "cascade" }),
    path: text("path").notNull(),
    hash: text("hash")
      .notNull()
      .references(() => blobs.hash),
    bytes: integer("bytes").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.path] }),
    index("submission_files_hash").on(table.hash),
  ],
);

/** What a student chose last in a question of a lesson. Not graded. */
export const quizAnswers = pgTable(
  "quiz_answers",
  {
    studentId: student(),
    /** "course/lesson" */
    lesson: text("lesson").notNull(),
    quiz: text("quiz").notNull(),
    option: integer("option").notNull(),
    right: boolean("right").notNull(),
    tries: integer("tries").notNull(),
    updatedAt: ms("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.studentId, table.lesson, table.quiz] })],
);

/** That a student opened a lab's solution; the first time is what counts. */
export const solutionViews = pgTable(
  "solution_views",
  {
    studentId: student(),
    lab: text("lab").notNull(),
    openedAt: ms("opened_at").notNull(),
    /** The lab was passed by then. */
    afterPassing: boolean("after_passing").notNull(),
    times: integer("times").notNull(),
  },
  (table) => [primaryKey({ columns: [table.studentId, table.lab] })],
);

/** A step of a lab that a student has ticked off. Nobody judges it, and it has no points. */
export const stepMarks = pgTable(
  "step_marks",
  {
    studentId: student(),
    lab: text("lab").notNull(),
    step: text("step").notNull(),
    at: ms("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.studentId, table.lab, table.step] })],
);

/** The best attempt of a student in a lab. */
export const grades = pgTable(
  "grades",
  {
    studentId: student(),
    lab: text("lab").notNull(),
    bestScore: doublePrecision("best_score").notNull(),
    maxScore: doublePrecision("max_score").notNull(),
    attempts: integer("attempts").notNull(),
    bestRunId: uuid("best_run_id").notNull(),
    complete: boolean("complete").notNull(),
    updatedAt: ms("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.studentId, table.lab] })],
);

/**
 * A lab graded again after it has changed. Rows come in one after the other, so that one that was cut off goes on where
 * it was; nobody's grade changes before it is applied, and applying can be undone.
 */
export const regrades = pgTable("regrades", {
  id: uuid("id").primaryKey(),
  lab: text("lab").notNull(),
  state: text("state", { enum: ["grading", "applied", "undone"] }).notNull(),
  createdAt: ms("created_at").notNull(),
  changedAt: ms("changed_at").notNull(),
});

/** A submission as it was graded again; `labHash` says by which lab. */
export const regradeRows = pgTable(
  "regrade_rows",
  {
    regradeId: uuid("regrade_id")
      .notNull()
      .references(() => regrades.id, { onDelete: "cascade" }),
    runId: uuid("run_id")
      .notNull()
      .references(() => submissions.runId, { onDelete: "cascade" }),
    labHash: text("lab_hash").notNull(),
    score: doublePrecision("score").notNull(),
    maxScore: doublePrecision("max_score").notNull(),
    checks: json("checks")
      .$type<{ id: string; status: "passed" | "failed" | "skipped"; points: number }[]>()
      .notNull(),
  },
  (table) => [primaryKey({ columns: [table.regradeId, table.runId] })],
);

/** Grades that a regrade has changed, as they were and as it left them. */
export const regradeChanges = pgTable(
  "regrade_changes",
  {
    regradeId: uuid("regrade_id")
      .notNull()
      .references(() => regrades.id, { onDelete: "cascade" }),
    studentId: student(),
    oldScore: doublePrecision("old_score").notNull(),
    oldMaxScore: doublePrecision("old_max_score").notNull(),
    oldRunId: uuid("old_run_id").notNull(),
    oldComplete: boolean("old_complete").notNull(),
    newScore: doublePrecision("new_score").notNull(),
    newMaxScore: doublePrecision("new_max_score").notNull(),
    newRunId: uuid("new_run_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.regradeId, table.studentId] })],
);

/**
 * Who did what that matters for safety, without secrets. Rows are added and stay: a trigger of the database refuses
 * every change of them (migration 0004).
 */
export const securityLog = pgTable(
  "security_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: ms("at").notNull(),
    /** A student's id, "nobody", "the site", or "command line (user)". */
    who: text("who").notNull(),
    /** The act, as `SecurityAct` names them. */
    what: text("what").notNull(),
    /** Whom or what it was done to: a student, a lab, an image; null: the site. */
    whom: text("whom"),
    oldValue: json("old_value"),
    newValue: json("new_value"),
    reason: text("reason"),
    /** Acts of the same `who` and `what` right before this one that were too many to keep. */
    leftOut: integer("left_out").notNull().default(0),
  },
  (table) => [index("security_log_at").on(table.at)],
);
