import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";

/** Tabs of one student; a browser opens six connections to a site at most. */
const STREAMS_PER_STUDENT = 24;
const STREAMS = 2000;

/** Counts open event streams, so that nobody holds all connections. */
export class StreamCount {
  #total = 0;
  readonly #byStudent = new Map<string, number>();

  /** @returns the function that gives the place back @throws AppError TOO_MANY */
  open(studentId: string): () => void {
    const mine = this.#byStudent.get(studentId) ?? 0;
    if (mine >= STREAMS_PER_STUDENT || this.#total >= STREAMS) {
      throw new AppError("TOO_MANY", {
        message: "too many event streams",
        userMessage: say("runs.too-many-pages"),
      });
    }
    this.#total++;
    this.#byStudent.set(studentId, mine + 1);
    return () => {
      this.#total--;
      const left = (this.#byStudent.get(studentId) ?? 1) - 1;
      if (left === 0) this.#byStudent.delete(studentId);
      else this.#byStudent.set(studentId, left);
    };
  }
}
