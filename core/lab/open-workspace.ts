import { z } from "zod";
import { adviceLinks } from "../advice/advice.ts";
import { evidenceSource } from "../check/evidence-source.ts";
import { solutionMark } from "./solution.ts";
import { labStep } from "./step.ts";
import { taskValue } from "./variants.ts";
import { workspaceFile } from "./workspace.ts";

/** What the page may know of a lab: no solution, no held-out prediction, no threshold of a check. */
export const publicLab = z.object({
  /** "course/lesson/lab" */
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  minutes: z.number(),
  port: z.number().int(),
  /** Name that a build gives the image; null where nothing is built by a button. */
  image: z.string().nullable(),
  /** False in a lab that is done in the terminal alone: nothing to build or run by a button. */
  builds: z.boolean(),
  /** Where the evidence of the checks comes from. "own": nothing is graded in a fresh seat. */
  source: evidenceSource,
  /** Path of the file that the editor opens first. */
  open: z.string(),
  /** Paths or patterns ("src/*.py") the student may change or add. */
  editable: z.array(z.string()),
  requests: z.array(
    z.object({
      title: z.string(),
      method: z.enum(["GET", "POST"]),
      path: z.string(),
      body: z.json().optional(),
    }),
  ),
  /** What this student was given, where the lab differs from student to student. */
  task: z.array(taskValue),
  /** Bytes that the image must stay below; null when no check asks. */
  budgetBytes: z.number().nullable(),
  /** Where the course teaches what the editor's advice is about; null in a lab without advice. */
  advice: adviceLinks.nullable(),
  checks: z.array(z.object({ id: z.string(), title: z.string(), points: z.number() })),
  /** What the student ticks off; nobody judges it. */
  steps: z.array(labStep),
});
export type PublicLab = z.infer<typeof publicLab>;

export const openWorkspace = z.object({
  lab: publicLab,
  /** Sorted by path; deleted files are not in it. */
  files: z.array(workspaceFile),
  /** True when a reset can be undone. */
  canUndoReset: z.boolean(),
  /** Null until the student has opened the solution. */
  solution: solutionMark.nullable(),
  /** Ids of the steps that the student has ticked off. */
  stepsDone: z.array(z.string()),
});
export type OpenWorkspace = z.infer<typeof openWorkspace>;

/** Body of POST .../reset: one file, everything (no path), or the last reset undone. */
export const resetRequest = z.union([
  z.strictObject({ path: z.string().min(1).max(200).optional() }),
  z.strictObject({ undo: z.literal(true) }),
]);
export type ResetRequest = z.infer<typeof resetRequest>;
