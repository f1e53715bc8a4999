/**
 * What page and server say to each other over a terminal's WebSocket. Bytes of the terminal go as binary messages,
 * everything else as JSON text.
 */
import { z } from "zod";
import { workspaceFile } from "../lab/workspace.ts";

/**
 * Output that may be under way to one page without having been shown there. The page acknowledges what its terminal
 * has parsed: a flood then waits in the seat, and Ctrl-C never has more than this in front of it.
 */
export const OUTPUT_WINDOW_BYTES = 256 * 1024;
/** The page acknowledges after this much, so that the window never empties for want of a word. */
export const ACKNOWLEDGE_BYTES = 64 * 1024;
/** Largest single message of a page; it splits what is pasted. */
export const MAX_INPUT_BYTES = 16 * 1024;

/** The socket ends with this code when its student is signed out: coming back would be in vain. */
export const SIGNED_OUT_CODE = 4401;

export const MAX_COLS = 500;
export const MAX_ROWS = 300;
const cols = z.int().min(1).max(MAX_COLS);
const rows = z.int().min(1).max(MAX_ROWS);

export const clientMessage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("size"), cols, rows }),
  /** Everything before this place in the output has been shown. */
  z.strictObject({ type: z.literal("ack"), offset: z.int().nonnegative() }),
  /** Versions of the files that the page shows, by path: it is told of what has changed since. */
  z.strictObject({
    type: z.literal("known"),
    files: z.record(z.string().max(200), z.int().nonnegative()),
  }),
  /** The seat is to stay awake, without a key that the shell would see. */
  z.strictObject({ type: z.literal("keep") }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** opening: a seat is woken. asleep: the next key wakes it. ended: the shell is over; Enter begins a new one. */
export const terminalState = z.enum(["opening", "running", "asleep", "ended"]);
export type TerminalState = z.infer<typeof terminalState>;

export const serverMessage = z.discriminatedUnion("type", [
  /** Output goes on at `from`; up to `replayed` it is what was shown before. `reset`: the screen begins anew. */
  z.object({ type: z.literal("attached"), from: z.int(), replayed: z.int(), reset: z.boolean() }),
  z.object({ type: z.literal("state"), state: terminalState }),
  /** Another page gave the terminal this size. */
  z.object({ type: z.literal("size"), cols, rows }),
  /** Something to tell that is not the terminal's own output. */
  z.object({ type: z.literal("notice"), text: z.string() }),
  /** Nobody uses the seat: it goes to sleep in so many minutes. Null: somebody does again. */
  z.object({ type: z.literal("drowsy"), minutes: z.int().positive().nullable() }),
  /** The terminal has changed a file, which is saved. */
  z.object({ type: z.literal("file"), file: workspaceFile }),
  /** The terminal has deleted a file. */
  z.object({ type: z.literal("gone"), path: z.string(), version: z.int() }),
  /** Changed here and there: `file.content` is the seat's, `file.version` that of what is saved. Both are kept. */
  z.object({ type: z.literal("conflict"), file: workspaceFile }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/** One terminal in the list of a student's. */
export const terminalSummary = z.object({
  id: z.string(),
  /** Counts up from 1 for each student and lab. */
  number: z.int(),
  /** Lab in whose folder it was opened. */
  lab: z.string(),
  state: terminalState,
});
export type TerminalSummary = z.infer<typeof terminalSummary>;
